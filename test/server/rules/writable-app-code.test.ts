import assert from 'node:assert/strict';
import { rulePicture } from '../../support/rulePicture';

describe('writable-app-code', () => {
  it('finds code that others may write, that its user owns, and root', () => {
    const text = `FROM node:20
WORKDIR /opt/shop
RUN chmod -R a+rwX . && chmod 777 /start.sh
RUN chown -R node:node /opt/shop /opt/shop/logs
USER root
`;
    assert.equal(
      rulePicture('writable-app-code', 'dockerfile', text),
      `FROM node:20
WORKDIR /opt/shop
RUN chmod -R a+rwX . && chmod 777 /start.sh
    ^^^^^^^^^^^^^^^^ hint: 'chmod a+rwX' lets every user of the container change '.'. Let only the folders be written to that must be.
                        ^^^^^^^^^^^^^^^^^^^ hint: 'chmod 777' lets every user of the container change '/start.sh'. Let only the folders be written to that must be.
RUN chown -R node:node /opt/shop /opt/shop/logs
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 'node:node' may change the code in '/opt/shop'. Let root own it, and give only the folders that must be written to.
USER root
     ^^^^ hint: The container runs as 'root', who may change all of its code. Run it as another user.
`.replace("in '/opt/shop'.", "in '/opt/shop' while it runs."),
    );
  });

  it('leaves root to the linter of the project', () => {
    const text = 'FROM a\nUSER root\n';
    assert.equal(
      rulePicture('writable-app-code', 'dockerfile', text, { files: { '.hadolint.yaml': '' } }),
      text,
    );
    assert.notEqual(rulePicture('writable-app-code', 'dockerfile', text), text);
  });

  for (const [what, text] of Object.entries({
    'folders for state': 'FROM a\nRUN chmod -R 777 /app/storage /var/log/app && chown -R app /app/data\n',
    'what may be run': 'FROM a\nRUN chmod +x /start.sh && chmod 755 /app && chmod -R g=u /app\n',
    'code that root owns': 'FROM a\nWORKDIR /app\nRUN chown -R root:root /app\n',
    'other folders': 'FROM a\nRUN chown -R app /home/app\n',
    'a stage that is left behind': 'FROM a AS build\nUSER root\nRUN chmod -R 777 /app\nFROM b\n',
    'root for a while': 'FROM a\nUSER root\nRUN x\nUSER app\n',
    'no user': 'FROM a\nCMD x\n',
  })) {
    it(`says nothing of ${what}`, () => {
      assert.equal(rulePicture('writable-app-code', 'dockerfile', text), text);
    });
  }
});
