import assert from 'node:assert/strict';
import { fixedBy, rulePicture } from '../../support/rulePicture';

describe('auto-updater', () => {
  it('finds updaters of packages and of programs in an image', () => {
    const text = `FROM debian
LABEL com.centurylinklabs.watchtower.enable="true"
ENV AUTO_UPDATE=true
RUN dnf install -y dnf-automatic && systemctl enable dnf-automatic.timer
RUN echo '0 3 * * * apk update && apk upgrade' >> /etc/crontabs/root
CMD ["server", "--auto-update"]
`;
    assert.equal(
      rulePicture('auto-updater', 'dockerfile', text),
      `FROM debian
LABEL com.centurylinklabs.watchtower.enable="true"
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: 'com.centurylinklabs.watchtower.enable=true' lets an updater replace this container by itself. Leave it out, and change the digest instead.
ENV AUTO_UPDATE=true
    ^^^^^^^^^^^^^^^^ information: 'AUTO_UPDATE=true' lets the program update itself in the running container. Switch it off, and update the image instead.
RUN dnf install -y dnf-automatic && systemctl enable dnf-automatic.timer
                   ^^^^^^^^^^^^^ warning: 'dnf-automatic' changes packages in the running container. Leave it out, and rebuild the image instead.
                                                     ^^^^^^^^^^^^^^^^^^^ warning: 'dnf-automatic.timer' changes packages in the running container. Leave it off, and rebuild the image instead.
RUN echo '0 3 * * * apk update && apk upgrade' >> /etc/crontabs/root
                    ^^^^^^^^^^ warning: A schedule upgrades packages in the running container. Leave it out, and rebuild the image instead.
CMD ["server", "--auto-update"]
                ^^^^^^^^^^^^^ warning: '--auto-update' lets the program update itself in the running container. Leave it out, and update the image instead.
`,
    );
  });

  it('finds updaters of containers, and what asks for them', () => {
    const text = `services:
  tower:
    image: containrrr/watchtower
    command: --interval 30 --cleanup
  wud:
    image: getwud/wud:8
    environment:
      - WUD_TRIGGER_DOCKER_LOCAL_PRUNE=true
  mine:
    image: ghcr.io/acme/renew:1
  web:
    image: web
    labels:
      - com.centurylinklabs.watchtower.enable=true
      - io.containers.autoupdate=registry
`;
    assert.equal(
      rulePicture('auto-updater', 'compose', text, { options: { autoUpdaters: ['ghcr.io/acme/*'] } }),
      `services:
  tower:
    image: containrrr/watchtower
           ^^^^^^^^^^^^^^^^^^^^^ warning: 'containrrr/watchtower' replaces running containers by itself. Remove it, or let it only notify.
    command: --interval 30 --cleanup
  wud:
    image: getwud/wud:8
           ^^^^^^^^^^^^ warning: 'getwud/wud:8' replaces running containers by itself. Remove it, or let it only notify.
    environment:
      - WUD_TRIGGER_DOCKER_LOCAL_PRUNE=true
  mine:
    image: ghcr.io/acme/renew:1
           ^^^^^^^^^^^^^^^^^^^^ warning: 'ghcr.io/acme/renew:1' replaces running containers by itself. Remove it, or let it only notify.
  web:
    image: web
    labels:
      - com.centurylinklabs.watchtower.enable=true
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: 'com.centurylinklabs.watchtower.enable=true' lets an updater replace this container by itself. Leave it out, and change the digest instead.
      - io.containers.autoupdate=registry
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: 'io.containers.autoupdate=registry' lets an updater replace this container by itself. Leave it out, and change the digest instead.
`,
    );
  });

  it('removes a label', () => {
    assert.equal(
      fixedBy(
        'auto-updater',
        'compose',
        'services:\n  a:\n    labels:\n      - a=b\n      - io.containers.autoupdate=local\n',
      ),
      'services:\n  a:\n    labels:\n      - a=b\n',
    );
  });

  for (const [what, text] of Object.entries({
    'an updater that notifies':
      'services:\n  a:\n    image: containrrr/watchtower\n    command: ["--monitor-only"]\n',
    'an updater whose variable says so':
      'services:\n  a:\n    image: nickfedor/watchtower\n    environment:\n      WATCHTOWER_MONITOR_ONLY: "true"\n',
    'the labels of one that notifies':
      'services:\n  a:\n    image: containrrr/watchtower\n    command: --monitor-only\n' +
      '  b:\n    image: b\n    labels:\n      com.centurylinklabs.watchtower.enable: "true"\n',
    'WUD without a trigger':
      'services:\n  a:\n    image: getwud/wud\n    environment:\n      WUD_TRIGGER_SMTP_X_HOST: x\n',
    'other notifiers': 'services:\n  a:\n    image: crazymax/diun\n  b:\n    image: ghcr.io/sergi0g/cup\n',
    'a label that says no':
      'services:\n  a:\n    image: a\n    labels:\n      com.centurylinklabs.watchtower.enable: "false"\n',
    'data that is fetched': 'services:\n  a:\n    image: clamav/clamav\n    command: freshclam -d\n',
    'a setting that is off': 'services:\n  a:\n    image: a\n    environment:\n      AUTO_UPDATE: "false"\n',
  })) {
    it(`says nothing of ${what}`, () => {
      assert.equal(rulePicture('auto-updater', 'compose', text), text);
    });
  }

  it('says nothing of what only mentions updates, or takes them out', () => {
    const text =
      'FROM debian\nRUN apt-get remove -y unattended-upgrades && apk upgrade\nRUN echo "0 3 * * * backup" | crontab -\n';
    assert.equal(rulePicture('auto-updater', 'dockerfile', text), text);
  });
});
