import { outputOf } from '../setup/runProgram';

/** What skopeo, an independent witness, says of the digest that a reference names; `credentials` are `user:password`. */
export async function skopeoDigest(reference: string, credentials?: string): Promise<string> {
  const login = credentials === undefined ? ['--no-creds'] : ['--creds', credentials];
  const options = ['--tls-verify=false', ...login, '--format', '{{.Digest}}', '--override-arch', 'amd64'];
  return (await outputOf('skopeo', ['inspect', ...options, `docker://${reference}`])).trim();
}
