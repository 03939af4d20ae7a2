import { resolve } from 'node:path';
import { createKnownImages } from '../knownImages';
import { createMemory } from '../registry/memory/createMemory';
import { DEFAULT_REGISTRY_SETTINGS } from '../registry/registrySettings';
import { createRecallImages } from '../registry/rememberedImages';
import type { Facts } from '../rules/facts';
import type { AskingArguments } from './asking';
import type { Console } from './console';

/** Where answers of before are kept, and under which names. */
export type RememberingArguments = Pick<AskingArguments, 'registryMap' | 'storage'>;

/** Judges with what is remembered of images, as the editor does: once more where rules have missed what can be looked up. */
export async function withKnownImages<Result>(
  { environment, workingDirectory }: Pick<Console, 'environment' | 'workingDirectory'>,
  { registryMap, storage }: RememberingArguments,
  judge: (known: Pick<Facts, 'image'>) => Result,
): Promise<Result> {
  if (storage === null) return judge({});
  const settings = () => ({ ...DEFAULT_REGISTRY_SETTINGS, registryMap });
  const memory = createMemory(environment, { folder: resolve(workingDirectory, storage) });
  const recall = createRecallImages(environment, { settings, memory });
  const { image, lookUp } = createKnownImages();
  let result = judge({ image });
  while (await lookUp(recall)) result = judge({ image });
  return result;
}
