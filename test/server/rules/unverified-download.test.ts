import assert from 'node:assert/strict';
import { findingsOf, rulePicture } from '../../support/rulePicture';

const HASH = '0123456789abcdef'.repeat(4);
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

function found(lines: string, options = {}): string[] {
  const text = `FROM alpine\n${lines}\n`;
  return findingsOf('unverified-download', 'dockerfile', text, options).map(({ span }) =>
    text.slice(span.start, span.end),
  );
}

describe('unverified-download', () => {
  it('marks what is downloaded, and says what runs it', () => {
    const text = [
      'FROM alpine AS build',
      'RUN apk add curl && curl -fsSL https://sh.rustup.rs | sh -s -- -y',
      'FROM alpine',
      'RUN wget -O /usr/bin/tool https://example.com/tool',
      'RUN chmod 755 /usr/bin/tool',
      '',
    ].join('\n');
    assert.equal(
      rulePicture('unverified-download', 'dockerfile', text),
      [
        'FROM alpine AS build',
        'RUN apk add curl && curl -fsSL https://sh.rustup.rs | sh -s -- -y',
        "                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'https://sh.rustup.rs' is run by 'sh', whatever it holds by then. First compare its checksum with one that is written here.",
        'FROM alpine',
        'RUN wget -O /usr/bin/tool https://example.com/tool',
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'https://example.com/tool' is made a program, whatever it holds by then. First compare its checksum with one that is written here.",
        'RUN chmod 755 /usr/bin/tool',
        '',
      ].join('\n'),
    );
  });

  const cases: readonly (readonly [string, string])[] = [
    ['a pipe', 'RUN curl -s x.example/y | sh'],
    ['a pipe into a wrapped shell', 'RUN curl -sL https://deb.example/setup_20.x | sudo -E bash -'],
    ['a wrapped download', 'RUN echo hello && sudo curl -s file | bash | bla'],
    ['a misspelt option', 'RUN wget -0 - http://ifconfig.co/json | /bin/sh'],
    ['a pipe over a filter', "RUN curl https://x.example/y | sed 's/a/b/' | bash"],
    ['a pipe into tee', 'RUN curl https://x.example/y | tee /tmp/y && sh /tmp/y'],
    ['standard input by its name', 'RUN wget -qO- https://x.example/y | bash /dev/stdin --yes'],
    ['another interpreter', 'RUN curl -sSL https://install.python-poetry.org | python3 -'],
    ['php with arguments', 'RUN curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/bin'],
    ['perl', 'RUN curl -L https://cpanmin.us | perl - App::cpanminus'],
    ['two ways', 'RUN (curl https://x.example/y || false) | sh'],
    ['a process substitution', 'RUN bash <(wget -qO- http://x.example/y.sh)'],
    ['one in a script of su', 'RUN sudo su -c "bash <(curl -s https://x.example/y)" root'],
    ['one that is redirected', 'RUN bash -s stable < <(curl -s https://x.example/y)'],
    ['source', 'RUN source <(curl -s https://x.example/y)'],
    ['a substitution', 'RUN sh -c "$(curl -fsSL https://x.example/install.sh)"'],
    ['backticks', 'RUN eval `curl -s https://x.example/y`'],
    ['eval', 'RUN eval "$(curl -s https://x.example/y)"'],
    ['python -c', 'RUN python3 -c "$(curl -fsSL https://x.example/install.py)"'],
    ['a here-string', 'RUN bash <<< "$(curl https://x.example/y)"'],
    ['echo', 'RUN echo "$(curl https://x.example/y)" | sh'],
    ['a variable', 'RUN x=$(curl https://x.example/y) && eval ${x}'],
    ['a variable that is printed', 'RUN x=$(curl https://x.example/y); echo "$x" | bash'],
    ['a variable that is exported', 'RUN export X=$(curl https://x.example/y) && sh -c "$X"'],
    ['a file', 'RUN curl exe 2>&1 > /tmp/exe1 && /tmp/exe1'],
    ['a script of a file', 'RUN wget http://x.example/file && bash ./file'],
    ['a folder that is entered', 'RUN cd /tmp && wget http://x.example/f.sh && sh /tmp/f.sh'],
    ['a folder of wget', 'RUN wget -P /tmp http://x.example/f.sh && sh /tmp/f.sh'],
    ['a name of curl', 'RUN curl -LO https://x.example/v1/tool?x=1 && chmod +x tool && mv tool /usr/bin'],
    [
      'the last part of joined options',
      'RUN curl -fsSLo/tmp/x https://x.example/v1/tool && chmod a+rx /tmp/x',
    ],
    ['a copy', 'RUN curl -Lo a https://x.example/a && mv ./a /usr/local/bin && chmod 0755 /usr/local/bin/a'],
    ['install', 'RUN curl -Lo a https://x.example/a && install a /usr/bin/a'],
    ['a whole folder', 'RUN curl -Lo /opt/bin/a https://x.example/a && chmod +x /opt/bin/*'],
    ['a folder and what is in it', 'RUN curl -Lo /opt/bin/a https://x.example/a && chmod -R +x /opt/bin'],
    ['cat', 'RUN curl -o a https://x.example/a && cat a | sh'],
    ['a redirection', 'RUN curl -o a https://x.example/a && sudo sh < a'],
    [
      'tee as another user',
      'RUN curl https://x.example/a | sudo tee /usr/bin/a >/dev/null && sudo chmod +x /usr/bin/a',
    ],
    ['another RUN', 'RUN wget http://x.example -O /tmp/f\nWORKDIR /tmp\nRUN ["bash", "f"]'],
    [
      'a start command',
      'WORKDIR /app\nRUN curl -o app.jar https://x.example/a.jar\nCMD ["java", "-jar", "app.jar"]',
    ],
    ['a bucket', 'RUN gsutil cp gs://bucket/exe3 /path/to/ && /path/to/exe3'],
    ['an object', 'RUN aws s3api get-object --bucket B --key dir/exe /tmp/file1 && /tmp/file1'],
    ['a package', 'RUN wget https://x.example/a.deb && dpkg -i a.deb'],
    ['a package of apt', 'RUN wget -P /tmp https://x.example/a.deb && apt-get install -y /tmp/a.deb'],
    [
      'what is unpacked',
      'RUN curl https://x.example/awscli-exe.zip -o awscliv2.zip && unzip -q awscliv2.zip && ./aws/install',
    ],
    [
      'what is built of an archive',
      'RUN wget -O- https://x.example/foo-1.0.tgz | tar xz -C /tmp && cd /tmp/foo-1.0 && ./configure && make',
    ],
    ['what is taken out', 'RUN curl -sL https://x.example/a.tgz | tar -xz -C /usr/bin helm && helm version'],
    ['both of two branches', 'RUN if a; then curl -o x https://x.example/x; else echo; fi && chmod +x x'],
    ['other programs', 'RUN lynx -source https://x.example/y | sh'],
    ['several connections', 'RUN axel -n 4 https://x.example/y.sh && sh y.sh'],
    ['a heredoc', 'RUN <<EOF\ncurl https://x.example/y | bash\nEOF'],
    ['ONBUILD', 'ONBUILD RUN curl https://x.example/y | sh'],
    ['a branch', 'RUN curl https://raw.githubusercontent.com/o/r/main/i.sh | sh'],
    [
      'the checksum of another file',
      `RUN curl -o a https://x.example/a && curl -o b.tgz https://x.example/b && echo "${HASH}  b.tgz" | sha256sum -c && sh a`,
    ],
    ['a checksum that is only printed', 'RUN curl -o a https://x.example/a && sha256sum a && sh a'],
  ];
  for (const [what, line] of cases) {
    it(`finds ${what}: ${line}`, () => {
      assert.equal(found(line).length, 1);
    });
  }

  const silent: readonly (readonly [string, string])[] = [
    ['what is only downloaded', 'RUN wget http://x.example/program'],
    ['what is no interpreter', 'RUN curl x | echo'],
    ['an archive', 'RUN curl -L https://x.example/a.tgz | tar xz -C /opt'],
    [
      'what no archive holds',
      'WORKDIR /app\nCOPY . .\nRUN curl https://x.example/a.tgz | tar xz && ./scripts/build.sh',
    ],
    [
      'programs beside an archive',
      'RUN curl https://x.example/bin/a.tgz | tar xz -C /usr/local && /usr/local/bin/b',
    ],
    ['a key', 'RUN curl -fsSL https://x.example/key.asc | gpg --dearmor -o /etc/apt/keyrings/x.gpg'],
    [
      'data for a program',
      "RUN curl -s https://x.example/v | python3 -c 'import json,sys; print(json.load(sys.stdin))'",
    ],
    ['data for a module', 'RUN curl -s https://x.example/v | python -m json.tool'],
    ['data for perl', "RUN curl -s https://x.example/v | perl -ne 'print'"],
    ['data for node', 'RUN curl -s https://x.example/v | node -p 1'],
    ['input of a script', 'RUN curl -s https://x.example/v | sh ./import.sh'],
    ['input of a script in words', "RUN curl -s https://x.example/v | sh -c 'cat > /etc/x'"],
    ['a version', 'RUN V=$(curl -s https://x.example/latest) && bash ./install.sh "$V"'],
    ['an argument', 'RUN bash -c "echo $(curl -s https://x.example/ip)"'],
    ['another file', 'RUN wget http://x.example/f -O /tmp/file1 && bash /tmp/file2'],
    ['a mode without x', 'RUN curl -o /etc/x https://x.example/x && chmod 644 /etc/x'],
    ['nothing kept', 'RUN curl -o /dev/null https://x.example/x && sh /dev/null'],
    ['a health check', 'HEALTHCHECK CMD curl -f http://localhost/ | sh'],
    ['words of echo', 'RUN echo "curl https://x.example | sh"'],
    ['arguments without a shell', 'RUN ["echo", "hello", "&&", "curl", "-s", "/etc/file2", "|", "sh"]'],
    ['a commit', `RUN curl -s https://raw.githubusercontent.com/o/r/${COMMIT}/i.sh | bash /dev/stdin`],
    [
      'a commit in a variable',
      `ARG REV=${COMMIT}\nRUN bash <(curl --silent "https://raw.githubusercontent.com/o/r/\${REV}/i.sh")`,
    ],
    ['a checksum', `RUN curl -o a https://x.example/a && echo "${HASH}  a" | sha256sum -c - && sh a`],
    [
      'a checksum in a variable',
      'RUN curl -o a https://x.example/a && echo "$SUM *a" | shasum -a 256 -c && sh a',
    ],
    [
      'a checksum file',
      'RUN curl -O https://x.example/a -O https://x.example/a.sha256 && sha256sum --check a.sha256 && chmod +x a',
    ],
    [
      'a checksum in a here-string',
      `RUN curl -o a https://x.example/a && sha256sum -c <<< "${HASH}  a" && sh a`,
    ],
    [
      'a comparison',
      `RUN curl -o a https://x.example/a && [ "$(sha256sum a | cut -d' ' -f1)" = "${HASH}" ] && sh a`,
    ],
    ['a comparison by grep', `RUN curl -o a https://x.example/a && sha256sum a | grep -q ${HASH} && sh a`],
    [
      'a digest of openssl',
      `RUN curl -o a https://x.example/a && test "$(openssl dgst -sha256 a)" = x && sh a`,
    ],
    [
      'a signature',
      'RUN curl -O https://x.example/a -O https://x.example/a.asc && gpg --batch --verify a.asc a && chmod +x a',
    ],
    [
      'cosign',
      'RUN curl -o a https://x.example/a && cosign verify-blob --key k --signature s a && chmod +x a',
    ],
    [
      'a checksum in another RUN',
      `RUN curl -o /a https://x.example/a\nRUN echo "${HASH} /a" | sha512sum -c\nRUN sh /a`,
    ],
    ['aria2c', `RUN aria2c --checksum=sha-256=${HASH} -o a https://x.example/a && sh a`],
    ['another stage', 'RUN curl -o /a https://x.example/a\nFROM alpine\nRUN sh /a'],
  ];
  for (const [what, line] of silent) {
    it(`leaves ${what} alone: ${line}`, () => {
      assert.deepEqual(found(line), []);
    });
  }
});
