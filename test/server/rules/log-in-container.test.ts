import assert from 'node:assert/strict';
import { findingsOf, rulePicture } from '../../support/rulePicture';

const inDockerfile = (lines: string) =>
  findingsOf('log-in-container', 'dockerfile', `FROM alpine\n${lines}\n`);
const inCompose = (lines: string) =>
  findingsOf('log-in-container', 'compose', `services:\n  app:\n    image: shop/app:1.4.2\n${lines}\n`);

describe('log-in-container', () => {
  it('finds logs that go to a file', () => {
    assert.equal(
      rulePicture(
        'log-in-container',
        'dockerfile',
        [
          'FROM alpine',
          'ENV LOG_FILE=/var/log/app/app.log',
          'ENTRYPOINT ["gunicorn", "app:app", "--error-logfile", "/var/log/error.log"]',
          'CMD node server.js >> /var/log/app.log 2>&1',
        ].join('\n'),
      ),
      [
        'FROM alpine',
        'ENV LOG_FILE=/var/log/app/app.log',
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: The log goes to '/var/log/app/app.log', and is lost with the container. Write it to stdout.",
        'ENTRYPOINT ["gunicorn", "app:app", "--error-logfile", "/var/log/error.log"]',
        "                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: The log goes to '/var/log/error.log', and is lost with the container. Write it to stdout.",
        'CMD node server.js >> /var/log/app.log 2>&1',
        "                   ^^^^^^^^^^^^^^^^^^^ information: The log goes to '/var/log/app.log', and is lost with the container. Write it to stdout.",
      ].join('\n'),
    );
  });

  it('finds them in compose files', () => {
    for (const lines of [
      '    command: mongod --logpath /var/log/mongod.log',
      '    command: sh -c "node server.js 2>&1 | tee -a /app/logs/app.txt"',
      '    command: ["mysqld", "--log-error=/var/log/mysql/error.log"]',
      '    command: [--accesslog.filepath=/logs/access.log]',
      '    command: [--api, --log.filePath=/logs/traefik.log]',
      '    environment:\n      LOG_CHANNEL: daily',
      '    environment:\n      - GF_LOG_MODE=file',
      '    command: mongod --logpath /var/log/mongod.log\n    volumes:\n      - data:/data/db',
    ]) {
      assert.equal(inCompose(lines).length, 1, lines);
    }
  });

  it('leaves alone output, volumes, links to output, and logs that are read out', () => {
    for (const lines of [
      'CMD gunicorn app:app --access-logfile -',
      'CMD node server.js > /dev/null',
      'CMD node server.js >> /proc/1/fd/1',
      'CMD ["app", "--log-file=/dev/stdout"]',
      'RUN make >> /var/log/build.log',
      'VOLUME /var/log\nCMD node server.js >> /var/log/app.log',
      'RUN ln -sf /dev/stdout /var/log/app.log\nCMD node server.js >> /var/log/app.log',
      'CMD node server.js >> /var/log/app.log & tail -F /var/log/app.log',
      'CMD echo ready > /tmp/ready.log',
      'ENV LOG_FILE=/dev/stdout LOG_LEVEL=debug LOG_FORMAT=json LOG_CHANNEL=stderr',
      'CMD node server.js > /data/result.json',
    ]) {
      assert.deepEqual(
        inDockerfile(lines).map(({ message }) => message),
        [],
        lines,
      );
    }
    const kept = '    command: mongod --logpath /var/log/mongod.log\n    volumes:\n      - logs:/var/log';
    assert.deepEqual(inCompose(kept), []);
  });
});
