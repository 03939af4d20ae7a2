import type { Environment } from '../environment';
import type { TlsMaterial } from './engine';

export type TlsAnswer =
  /** `material` is null where the connection is to be plain. */
  | { readonly kind: 'usable'; readonly material: TlsMaterial | null }
  | { readonly kind: 'broken'; readonly detail: string }
  | { readonly kind: 'unsupported'; readonly detail: string };

/** TLS as DOCKER_TLS_VERIFY, DOCKER_TLS and DOCKER_CERT_PATH ask for it: any text switches a variable on. */
export async function variableTls(environment: Environment, defaultFolder: string): Promise<TlsAnswer> {
  const {
    DOCKER_TLS_VERIFY: verify,
    DOCKER_TLS: unverified,
    DOCKER_CERT_PATH: folder,
  } = environment.variables;
  if (!verify && !unverified) return { kind: 'usable', material: null };
  if (!verify) {
    return { kind: 'unsupported', detail: 'DOCKER_TLS without DOCKER_TLS_VERIFY is not supported.' };
  }
  const answer = await folderTls(environment, folder ?? defaultFolder);
  if (folder && answer.kind === 'usable' && !answer.material) {
    return { kind: 'broken', detail: `DOCKER_CERT_PATH names ${folder}, which holds no certificates.` };
  }
  // Without any files of its own, TLS stands on the system's authorities.
  return answer.kind === 'usable'
    ? { kind: 'usable', material: answer.material ?? { authority: null, certificate: null, key: null } }
    : answer;
}

/** What a folder holds under Docker's names for it; no material when it holds none. */
export async function folderTls(environment: Environment, folder: string): Promise<TlsAnswer> {
  const [authority, certificate, key] = await Promise.all([
    environment.readFile(`${folder}/ca.pem`),
    environment.readFile(`${folder}/cert.pem`),
    environment.readFile(`${folder}/key.pem`),
  ]);
  const unreadable = [authority, certificate, key].find(
    (file) => !file.found && file.reason === 'unreadable',
  );
  if (unreadable && !unreadable.found) {
    return { kind: 'broken', detail: `${folder} cannot be read: ${unreadable.detail}` };
  }
  if (certificate.found !== key.found) {
    return { kind: 'broken', detail: `${folder} holds only one of cert.pem and key.pem.` };
  }
  if (!authority.found && !certificate.found) return { kind: 'usable', material: null };
  const text = (file: typeof authority) => (file.found ? file.text : null);
  return {
    kind: 'usable',
    material: { authority: text(authority), certificate: text(certificate), key: text(key) },
  };
}
