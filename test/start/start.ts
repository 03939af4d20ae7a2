import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram } from '../setup/debianPackages';
import { stopWhenInterrupted } from '../setup/interruption';
import { copyExample, standInForDockerHub } from './example';
import { openDesktop } from './desktop';
import { openInBrowser } from './inBrowser';

export interface StartOptions {
  /** Only look, without a window, whether the workbench comes up and shows its findings. */
  readonly check: boolean;
  /** Milliseconds since the epoch, of the command's start. */
  readonly begin: number;
}

/** An editor on the example; `closed` resolves when the person closes it, where that can be told. */
export interface OpenEditor {
  readonly closed: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Opens VS Code with this extension on a copy of the example, until it is closed or Ctrl-C is pressed. */
export async function start(options: StartOptions): Promise<void> {
  const folder = copyExample();
  const remove = (): void => rmSync(dirname(folder), { recursive: true, force: true });
  const forget = stopWhenInterrupted(remove);
  console.log(
    `The example is in ${folder}: a copy, change it as you like. It is removed when this command ends.`,
  );
  try {
    const registry = (await dockerHubAnswers()) ? null : await standInForDockerHub(folder);
    if (registry !== null) {
      console.log(
        `Docker Hub is out of reach. A registry at ${registry.address} stands in for it: its address is written before ` +
          'the names of images in the copy, and the digests that it gives are made up.',
      );
    }
    const editor = await open(folder, options);
    await editor.closed;
    await editor.stop();
    await registry?.stop();
  } finally {
    forget();
    remove();
  }
}

async function open(folder: string, options: StartOptions): Promise<OpenEditor> {
  const file = join(folder, 'Dockerfile');
  if (options.check) return openInBrowser({ folder, file }, options);
  return (
    (await openDesktop({ folder, file }, findProgram('code'))) ?? openInBrowser({ folder, file }, options)
  );
}

async function dockerHubAnswers(): Promise<boolean> {
  try {
    await fetch('https://registry-1.docker.io/v2/', { signal: AbortSignal.timeout(3000) });
    return true;
  } catch {
    return false;
  }
}
