import type { Environment } from '../environment';
import { gitOutput } from './git';

/** Addresses of a repository's remotes, `origin` first. */
export async function remotes(
  environment: Environment,
  repository: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const words = ['config', '--get-regexp', String.raw`^remote\..*\.url$`];
  const output = await gitOutput(environment, repository, words, { signal });
  const lines = (output ?? '').split(/\r?\n/).flatMap((line) => {
    const [, name, url] = /^remote\.(.+)\.url (.+)$/.exec(line) ?? [];
    return name === undefined || url === undefined ? [] : [{ name, url }];
  });
  const [origin, others] = [true, false].map((wanted) =>
    lines.filter(({ name }) => (name === 'origin') === wanted),
  );
  return [...(origin ?? []), ...(others ?? [])].map(({ url }) => url);
}
