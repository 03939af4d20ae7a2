import { createSign, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { outputOf } from '../setup/runProgram';
import { PASSWORD, USER } from './registries';

export interface TokenService {
  /** What a registry must know to believe its tokens. */
  readonly registryOptions: object;
  readonly stop: () => Promise<void>;
}

const ISSUER = 'test-issuer';
const SERVICE = 'test-registry';

/** A token service as the distribution project specifies it: JSON web tokens, signed with a key of our own. */
export async function startTokenService(folder: string): Promise<TokenService> {
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=test'];
  await outputOf('openssl', [...request, '-keyout', key, '-out', certificate]);
  const sign = signer(readFileSync(key, 'utf8'), readFileSync(certificate, 'utf8'));
  const server = createServer((message, response) => {
    const user = userOf(message);
    if (user === 'wrong') {
      response.writeHead(401).end();
      return;
    }
    const { searchParams } = new URL(message.url ?? '', 'http://localhost');
    const token = sign(user === 'known' ? USER : '', access(searchParams.getAll('scope'), user));
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ token, expires_in: 300 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const realm = `http://localhost:${port}/token`;
  return {
    registryOptions: { realm, service: SERVICE, issuer: ISSUER, rootcertbundle: certificate },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type User = 'known' | 'nobody' | 'wrong';

function userOf({ headers }: IncomingMessage): User {
  const credentials = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (credentials === undefined) return 'nobody';
  return Buffer.from(credentials, 'base64').toString() === `${USER}:${PASSWORD}` ? 'known' : 'wrong';
}

/** Of scopes like `repository:open/web:pull`, what this user gets. */
function access(scopes: readonly string[], user: User): readonly object[] {
  return scopes.flatMap((scope) => {
    const [, type, name = '', actions = ''] = /^([^:]+):(.+):([^:]+)$/.exec(scope) ?? [];
    const granted = user === 'known' ? actions.split(',') : name.startsWith('open/') ? ['pull'] : [];
    return granted.length === 0 ? [] : [{ type, name, actions: granted }];
  });
}

function signer(key: string, certificate: string): (subject: string, access: readonly object[]) => string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = encode({
    typ: 'JWT',
    alg: 'RS256',
    x5c: [certificate.replaceAll(/-----[^-]+-----|\s/g, '')],
  });
  return (sub, granted) => {
    const iat = Math.floor(Date.now() / 1000);
    const times = { iat, nbf: iat - 10, exp: iat + 300 };
    const claims = { iss: ISSUER, sub, aud: SERVICE, jti: randomUUID(), ...times, access: granted };
    const signed = `${header}.${encode(claims)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`;
  };
}
