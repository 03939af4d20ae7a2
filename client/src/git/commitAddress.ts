import { repositoryAddress, webAddress, type RepositoryAddress } from './repositoryAddress';

export interface CommitAddress {
  /** `https://…` */
  readonly url: string;
  /** For people: `github.com`. */
  readonly host: string;
}

/**
 * The page of a commit at the host that keeps its repository; null for hosts whose pages are not known: no address is
 * guessed. `source`: a web or Git address, as images and remotes have them.
 */
export function commitAddress(source: string, revision: string): CommitAddress | null {
  if (!/^[0-9a-f]{4,64}$/i.test(revision)) return null;
  const address = repositoryAddress(source);
  if (!address) return null;
  const url = azurePage(address, revision) ?? usualPage(address, revision);
  return url === null ? null : { url, host: new URL(url).host };
}

function usualPage(named: RepositoryAddress, revision: string): string | null {
  const kind = hostKind(named.host);
  if (kind === null) return null;
  const address = { ...named, host: named.host.replace(SSH_HOST, '') };
  const { path } = address;
  const [owner = '', project = ''] = path.split('/');
  if (project === '') return null;
  const short = { ...address, path: `${owner}/${project}` };
  switch (kind) {
    case 'github':
    case 'gitea':
    case 'sourcehut':
      return `${webAddress(short)}/commit/${revision}`;
    case 'bitbucket':
      return `${webAddress(short)}/commits/${revision}`;
    case 'gitlab':
      return `${webAddress({ ...address, path: path.replace(/\/-\/.*$/, '') })}/-/commit/${revision}`;
  }
}

type HostKind = 'github' | 'gitlab' | 'bitbucket' | 'gitea' | 'sourcehut';

/** A name that says which software answers is no guess: `gitlab.example.com`, `forgejo.example.com`. */
function hostKind(host: string): HostKind | null {
  const name = host.replace(/:\d+$/, '').replace(SSH_HOST, '');
  if (/^(?:www\.)?github\.com$|\.ghe\.com$|^github\./.test(name)) return 'github';
  if (/^gitlab\.|\.gitlab\.com$/.test(name)) return 'gitlab';
  if (name === 'bitbucket.org') return 'bitbucket';
  if (/^(?:codeberg\.org|gitea\..*|forgejo\..*)$/.test(name)) return 'gitea';
  return name === 'git.sr.ht' ? 'sourcehut' : null;
}

/** `dev.azure.com/organisation/project/_git/repository`, its SSH form, and the old `organisation.visualstudio.com`. */
function azurePage({ host, path }: RepositoryAddress, revision: string): string | null {
  const [first = '', second = '', third = '', fourth = ''] = path.split('/');
  if (host === 'ssh.dev.azure.com' && first === 'v3') {
    return fourth && azure(`dev.azure.com/${second}`, third, fourth, revision);
  }
  if (host === 'dev.azure.com') {
    // A repository that has its project's name may be named without it.
    if (second === '_git') return third && azure(`dev.azure.com/${first}`, third, third, revision);
    return third === '_git' && fourth ? azure(`dev.azure.com/${first}`, second, fourth, revision) : null;
  }
  if (!host.endsWith('.visualstudio.com')) return null;
  const names = path.split('/').filter((name) => name !== 'DefaultCollection');
  const at = names.indexOf('_git');
  const repository = names[at + 1];
  return at < 0 || !repository ? null : azure(host, names[at - 1] ?? repository, repository, revision);
}

function azure(place: string, project: string, repository: string, revision: string): string {
  return `https://${place}/${project}/_git/${repository}/commit/${revision}`;
}

/** Where a host takes SSH on another name, its pages are on its own. */
const SSH_HOST = /^(?:alt)?ssh\.(?=(?:github\.com|gitlab\.com|bitbucket\.org)$)/;
