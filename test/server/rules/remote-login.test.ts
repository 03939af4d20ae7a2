import assert from 'node:assert/strict';
import { findingsOf, fixedBy, rulePicture } from '../../support/rulePicture';

describe('remote-login', () => {
  it('finds servers, ports, passwords and keys', () => {
    const text = `FROM debian:12
RUN apt-get update && apt-get install -y openssh-server=1:9.2 curl
RUN echo 'root:root' | chpasswd
RUN sed -i 's/#PermitRootLogin prohibit-password/PermitRootLogin yes/' /etc/ssh/sshd_config
COPY id.pub /root/.ssh/authorized_keys
EXPOSE 80 20-25
CMD ["/usr/sbin/sshd", "-D"]
`;
    assert.equal(
      rulePicture('remote-login', 'dockerfile', text),
      `FROM debian:12
RUN apt-get update && apt-get install -y openssh-server=1:9.2 curl
                                         ^^^^^^^^^^^^^^^^^^^^ warning: 'openssh-server' lets people log in to the container. Leave it out, and change the image instead.
RUN echo 'root:root' | chpasswd
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'chpasswd' gives an account a password to log in with. Leave it out, and change the image instead.
RUN sed -i 's/#PermitRootLogin prohibit-password/PermitRootLogin yes/' /etc/ssh/sshd_config
                                                 ^^^^^^^^^^^^^^^^^^^ warning: 'PermitRootLogin yes' opens the SSH server of the container. Leave it out, with the server.
COPY id.pub /root/.ssh/authorized_keys
            ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: '/root/.ssh/authorized_keys' lets the owners of its keys log in to the container. Leave it out.
EXPOSE 80 20-25
          ^^^^^ warning: '20-25' is the port of SSH. Remove it, and change the image instead of the container.
CMD ["/usr/sbin/sshd", "-D"]
      ^^^^^^^^^^^^^^^^^^^^ warning: '/usr/sbin/sshd -D' lets people log in to the running container. Leave it out, and start only the program itself.
`,
    );
  });

  it('finds servers, ports and open terminals of services', () => {
    const text = `services:
  ssh:
    image: lscr.io/linuxserver/openssh-server:latest
    ports:
      - 2222:22
      - target: 22
        published: 2223
  web:
    image: acme/web
    stdin_open: true
    tty: yes
    command: sh -c "service ssh start && exec web"
`;
    assert.equal(
      rulePicture('remote-login', 'compose', text),
      `services:
  ssh:
    image: lscr.io/linuxserver/openssh-server:latest
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 'lscr.io/linuxserver/openssh-server:latest' lets people log in to a running container. Remove it.
    ports:
      - 2222:22
        ^^^^^^^ warning: '2222:22' publishes the port of SSH. Remove it, and change the image instead of the container.
      - target: 22
        published: 2223
                   ^^^^ warning: '22' publishes the port of SSH. Remove it, and change the image instead of the container.
  web:
    image: acme/web
    stdin_open: true
                ^^^^ information: 'stdin_open' and 'tty' keep a terminal open for somebody to work in. Leave both out of a release.
    tty: yes
    command: sh -c "service ssh start && exec web"
                    ^^^^^^^^^^^^^^^^^ warning: 'service ssh start' lets people log in to the running container. Leave it out, and start only the program itself.
`,
    );
  });

  it('finds the server that an entry script starts', () => {
    const text = 'FROM a\nCOPY init.sh /usr/local/bin/\nENTRYPOINT ["init.sh"]\n';
    const files = { 'init.sh': '#!/bin/sh\nservice ssh start\nexec web\n' };
    assert.equal(
      rulePicture('remote-login', 'dockerfile', text, { files }),
      `FROM a
COPY init.sh /usr/local/bin/
ENTRYPOINT ["init.sh"]
             ^^^^^^^ warning: 'init.sh' runs 'service ssh start', which lets people log in to the running container. Start only the program itself.
`,
    );
  });

  it('quotes no option without its value', () => {
    const text = 'FROM a\nCMD ["/usr/sbin/sshd", "-D", "-o", "Port=22"]\n';
    assert.match(rulePicture('remote-login', 'dockerfile', text), /'\/usr\/sbin\/sshd -D' lets people/);
  });

  it('removes a lone port with its line', () => {
    assert.equal(fixedBy('remote-login', 'dockerfile', 'FROM a\nEXPOSE 22/tcp\nCMD x\n'), 'FROM a\nCMD x\n');
  });

  it('lowers what a service of a development file says', () => {
    const text = 'services:\n  a:\n    image: a\n    ports: ["22:22"]\n';
    const [finding] = findingsOf('remote-login', 'compose', text, { development: true });
    assert.equal(finding?.severity, 'information');
  });

  const silent: Record<string, string> = {
    'the client':
      'FROM alpine\nRUN apk add --no-cache openssh-client git && ssh-keyscan github.com >> ~/.ssh/known_hosts\n',
    'a key of the build': 'FROM alpine\nRUN --mount=type=ssh git clone git@github.com:a/b\n',
    SFTP: "FROM debian\nRUN apt-get install -y openssh-server && echo 'ForceCommand internal-sftp' >> /etc/ssh/sshd_config\nEXPOSE 22\n",
    'a Git server': 'FROM gitea/gitea:1\nEXPOSE 22 3000\n',
    'a service that is switched off': 'FROM debian\nRUN systemctl disable ssh && service ssh stop\n',
    'what is named for a Git server':
      'FROM ubuntu\nENV GITLAB_VERSION=17\nRUN apt-get install -y openssh-server\nEXPOSE 22/tcp\n',
    'a locked account': 'FROM debian\nRUN passwd -l root\n',
    'the server kept out':
      "FROM debian\nRUN sed -i 's/PermitRootLogin yes/PermitRootLogin no/' x && apt-get remove openssh-server\n",
    'other ports': 'FROM debian\nARG PORT\nEXPOSE 2222 220 22/udp $PORT\n',
    'what children do': 'FROM debian\nONBUILD RUN apt-get install openssh-server\n',
    text: 'FROM debian\nRUN echo "sshd is not here"\n',
  };
  for (const [what, text] of Object.entries(silent)) {
    it(`says nothing of ${what}`, () => {
      assert.equal(rulePicture('remote-login', 'dockerfile', text), text);
    });
  }

  for (const [what, text] of Object.entries({
    'a Git server': 'services:\n  git:\n    image: gitea/gitea:1.22\n    ports:\n      - "222:22"\n',
    'the console of a game server':
      'services:\n  a:\n    image: itzg/minecraft-server:2024\n    stdin_open: true\n    tty: true\n',
    'a program that fills the terminal':
      'services:\n  a:\n    image: lazyteam/lazydocker\n    stdin_open: true\n    tty: true\n',
    'a terminal without input': 'services:\n  a:\n    image: a\n    tty: true\n',
    'other ports': 'services:\n  a:\n    image: a\n    ports: ["22:2022", "2200-2210:2200-2210"]\n',
    'a health check': 'services:\n  a:\n    image: a\n    healthcheck:\n      test: service ssh status\n',
  })) {
    it(`says nothing of ${what} in a service`, () => {
      assert.equal(rulePicture('remote-login', 'compose', text), text);
    });
  }
});
