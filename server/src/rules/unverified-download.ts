import type { Dockerfile } from '../syntax/document';
import { downloadRunsOf, type DownloadRun } from '../syntax/dockerfile/downloadRuns';
import { isPinnedUrl } from '../syntax/remoteSource';
import { shellValuesAt } from '../syntax/dockerfile/shellValues';
import { knownText } from '../syntax/shell/knownText';
import type { Problem, Rule } from './rule';

export const unverifiedDownload: Rule = {
  id: 'unverified-download',
  tenet: 'The same build gives the same image',
  summary:
    'A file is downloaded and run, or made a program, while nothing compares it with what it should be.',
  why:
    'What stands behind a URL can change between two builds: a new release, a broken transfer, an intruder. ' +
    '`curl … | sh` runs whatever comes, so that the same Dockerfile gives another image tomorrow, and nobody can say ' +
    'which.\n\n' +
    'Download a fixed version to a file, compare its checksum (`echo "<sha256>  file" | sha256sum -c -`) or its ' +
    'signature, and only then run it; or let the build do it with `ADD --checksum=sha256:…`.',
  severity: { production: 'warning', development: 'warning' },
  subject: 'download',
  equivalents: ['scorecard downloadThenRun', 'semgrep curl-pipe-bash', 'semgrep curl-eval'],
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM scratch\nRUN curl -fsSL https://example.com/install.sh | sh\n',
      good:
        'FROM scratch\nADD --checksum=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef \\\n' +
        '  https://example.com/install.sh /tmp/install.sh\nRUN sh /tmp/install.sh\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM scratch\nRUN wget -O /usr/local/bin/tool https://example.com/tool-1.2 && chmod +x /usr/local/bin/tool\n',
      good:
        'FROM scratch\nRUN wget -O /usr/local/bin/tool https://example.com/tool-1.2 \\\n' +
        '  && echo "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef  /usr/local/bin/tool" | sha256sum -c - \\\n' +
        '  && chmod +x /usr/local/bin/tool\n',
    },
  ],
  dockerfile: findUnverifiedDownloads,
};

function* findUnverifiedDownloads(file: Dockerfile): Iterable<Problem> {
  for (const { run, download, by, how } of downloadRunsOf(file)) {
    const values = shellValuesAt(file, run);
    const urls = download.sources.map((source) => knownText(source, values) ?? source.written);
    // A word that is no URL is the value of an option that nobody knows here.
    const places = urls.filter((url) => url.includes('/'));
    if (places.length > 0 && places.every(isPinnedUrl)) continue;
    const { span } = download.command;
    const what = urlOf(download.sources.map(({ written }) => written));
    const consequence = consequenceOf(how, by.words[0]?.written ?? '');
    yield {
      span,
      message: `'${what}' ${consequence}, whatever it holds by then. First compare its checksum with one that is written here.`,
      development: run.stage?.isDevelopment === true,
    };
  }
}

function urlOf(sources: readonly string[]): string {
  return sources.find((source) => source.includes('://')) ?? sources[0] ?? '';
}

function consequenceOf(how: DownloadRun['how'], program: string): string {
  switch (how) {
    case 'run':
      return `is run by '${program.length > MAX_QUOTED ? `${program.slice(0, MAX_QUOTED)}…` : program}'`;
    case 'installed':
      return 'is installed';
    case 'made executable':
      return 'is made a program';
  }
}

const MAX_QUOTED = 60;
