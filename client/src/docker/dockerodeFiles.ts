import { open, unexpected, type Line } from './dockerodeClient';
import { tarReader } from './tarReader';
import type { Answer, FileAnswer, FilePlace } from './engine';

/** Reads no more of the archive than its first entry, and of this no more than `largest` bytes. */
export async function readContainerFile(
  line: Line,
  { container, path }: FilePlace,
  largest: number,
  signal: AbortSignal,
): Promise<Answer<FileAnswer>> {
  const request = {
    path: `/containers/${encodeURIComponent(container)}/archive`,
    query: { path },
    signal,
    limit: line.limits.answer,
  };
  const answer = await open<FileAnswer>(line, request, async (response) => {
    const read = tarReader(largest);
    for await (const chunk of response) {
      const entry = read(chunk as Buffer);
      if (entry === 'broken') break;
      if (entry) return { ok: true, value: { found: true, ...entry } };
    }
    return { ok: false, failure: unexpected(line, `The archive of ${path} cannot be read.`) };
  });
  return !answer.ok && answer.failure.status === 404 ? { ok: true, value: { found: false } } : answer;
}
