import type { Dockerfile } from '../syntax/document';
import { flagPlace } from '../syntax/dockerfile/edits';
import { unquoted, type FileCopy, type PlacedText } from '../syntax/dockerfile/statements';
import { verificationsOf } from '../syntax/dockerfile/verifications';
import { isPinnedUrl, parseGitRemote } from '../syntax/remoteSource';
import { verifies } from '../syntax/programs/verifications';
import type { AskFix, Problem, Rule } from './rule';

export const unverifiedAdd: Rule = {
  id: 'unverified-add',
  tenet: 'The same build gives the same image',
  summary: '`ADD` of a URL without the checksum of what it should bring.',
  why:
    'What stands behind a URL can change while the URL stays. The image then holds something else after the next ' +
    'build, and nothing in the repository tells that it does.\n\n' +
    'With `ADD --checksum=sha256:…` the build fails instead, and the cache knows the file by its content. The fix ' +
    'downloads the file once and writes its checksum.',
  severity: { production: 'warning', development: 'information' },
  subject: 'download',
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM scratch\nADD https://example.com/tool-1.2.tar.gz /opt/\n',
      good: 'FROM scratch\nADD --checksum={digest} https://example.com/tool-1.2.tar.gz /opt/\n',
    },
  ],
  dockerfile: findUnverifiedAdds,
};

/** Repositories of Git are for `mutable-git-source`. */
function* findUnverifiedAdds(file: Dockerfile): Iterable<Problem> {
  const verified = verificationsOf(file);
  for (const copy of file.statements.copies) {
    const { keyword, instruction, sources, destination, stage } = copy;
    if (keyword !== 'add' || instruction.flags.some(({ name }) => name === 'checksum')) continue;
    const checks = verified.get(stage) ?? [];
    for (const source of sources) {
      const url = source.text ?? unquoted(source);
      if (!/^https?:\/\//i.test(url) || parseGitRemote(url) || isPinnedUrl(url)) continue;
      const paths = [url.replace(/[?#].*$/s, ''), destination?.text ?? ''];
      if (checks.some((check) => paths.some((path) => verifies(check, path)))) continue;
      const fix = checksumFix(copy, source);
      yield {
        span: source.span,
        message: `'${unquoted(source)}' can bring something else at each build. Say with '--checksum' what it should be.`,
        development: stage?.isDevelopment === true,
        ...(fix && { fix }),
      };
    }
  }
}

/** One checksum is for one source, and a URL that variables make has another for each of their values. */
function checksumFix({ instruction, sources }: FileCopy, { text, written }: PlacedText): AskFix | null {
  if (sources.length !== 1 || text === null || text !== written) return null;
  return {
    kind: 'ask',
    title: `Add the checksum of '${text}'`,
    question: { kind: 'checksum', url: text },
    span: flagPlace(instruction),
    before: ' --checksum=sha256:',
    after: '',
  };
}
