import type { Answer, ContainerFacts, Engine } from './engine';
import { isImageId } from './reference';
import { releases, type ImageAnswer, type Observation, type Releases } from './releases';

/** Asks an engine for all that runs on it now. What it does not say about one image leaves the others untouched. */
export async function readReleases(engine: Engine, signal: AbortSignal): Promise<Answer<Releases>> {
  const list = await engine.containers(signal);
  if (!list.ok) return list;
  const ids = [...new Set(list.value.map(({ imageId }) => imageId))];
  const images = new Map(
    await inBatches(ids, async (id) => [id, await imageAnswer(engine, id, signal)] as const),
  );
  const observations = await inBatches(list.value, async (container): Promise<Observation> => ({
    container,
    startedFrom: await startedFrom(engine, container, signal),
    image: images.get(container.imageId) ?? 'unanswered',
  }));
  return { ok: true, value: releases(engine.facts, observations) };
}

async function imageAnswer(engine: Engine, id: string, signal: AbortSignal): Promise<ImageAnswer> {
  if (id === '') return 'unanswered';
  const answer = await engine.image(id, signal);
  return answer.ok ? (answer.value ?? 'removed') : 'unanswered';
}

/** Only a list that shows an image's id leaves something to ask. */
async function startedFrom(
  engine: Engine,
  container: ContainerFacts,
  signal: AbortSignal,
): Promise<string | null> {
  if (container.image !== '' && !isImageId(container.image, container.imageId)) return null;
  const answer = await engine.startedFrom(container.id, signal);
  return answer.ok ? answer.value : null;
}

/** A few questions at a time: an engine may be far away. */
async function inBatches<In, Out>(items: readonly In[], ask: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (let start = 0; start < items.length; start += BATCH) {
    results.push(...(await Promise.all(items.slice(start, start + BATCH).map(ask))));
  }
  return results;
}

const BATCH = 8;
