import assert from 'node:assert/strict';
import { findingsOf, rulePicture } from '../../support/rulePicture';

function found(lines: string): string[] {
  const text = `FROM alpine\n${lines}\n`;
  return findingsOf('nondeterministic-build', 'dockerfile', text).map(({ span }) =>
    text.slice(span.start, span.end),
  );
}

describe('nondeterministic-build', () => {
  it('marks what is another each time', () => {
    const text = [
      'FROM alpine',
      'ARG CACHE_BUST=1',
      'COPY .git .git',
      'RUN date -u +%F > /built && uuidgen > /id',
      'RUN git rev-parse HEAD > /revision',
      '',
    ].join('\n');
    assert.equal(
      rulePicture('nondeterministic-build', 'dockerfile', text),
      [
        'FROM alpine',
        'ARG CACHE_BUST=1',
        "    ^^^^^^^^^^ hint: 'CACHE_BUST' is there to build again what has not changed. Pin what should be new, so that its change builds it again.",
        'COPY .git .git',
        'RUN date -u +%F > /built && uuidgen > /id',
        "    ^^^^^^^^^^^ hint: 'date -u +%F' is another in each build. Take the time from 'SOURCE_DATE_EPOCH'.",
        "                            ^^^^^^^ hint: 'uuidgen' is another in each build. Make random values when the container starts.",
        'RUN git rev-parse HEAD > /revision',
        "    ^^^^^^^^^^^^^^^^^^ hint: 'git rev-parse HEAD' needs '.git' in the build, and changes with each commit. Pass the commit in as an ARG for a label.",
        '',
      ].join('\n'),
    );
  });

  const cases: readonly (readonly [string, string])[] = [
    ['RUN echo "built $(date)" > /etc/motd', 'date'],
    ['RUN echo `date` | tee /etc/motd', 'date'],
    ['RUN T=$(date +%s) && go build -ldflags "-X main.t=$T"', 'date +%s'],
    ['RUN go build -ldflags "-X main.t=$(date)"', 'date'],
    ['RUN openssl rand -hex 32 > /secret', 'openssl rand -hex 32'],
    ['RUN head -c 32 /dev/urandom | base64 > /secret', 'head -c 32 /dev/urandom'],
  ];
  for (const [line, expected] of cases) {
    it(`finds ${line}`, () => {
      assert.deepEqual(found(line), [expected]);
    });
  }

  const silent = [
    'RUN date',
    'RUN echo "started at $(date)" && make',
    'RUN S=$(date +%s) && make && echo "took $(( $(date +%s) - S ))"',
    'RUN date -d "@$SOURCE_DATE_EPOCH" > /built',
    'RUN date -u --reference=/etc/os-release > /built',
    'RUN date > /dev/null',
    'RUN git describe --tags > /version',
    'CMD date > /started',
    'ARG NO_PROXY\nARG CACHE_DIR=/c\nARG BUILD_DATE',
  ];
  for (const line of silent) {
    it(`leaves ${JSON.stringify(line)} alone`, () => {
      assert.deepEqual(found(line), []);
    });
  }
});
