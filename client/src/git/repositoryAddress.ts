/** Where a repository is kept, as far as its address says it. No login is in it. */
export interface RepositoryAddress {
  /** Lower case, with a port that the web is not at by itself: `git.example.com`, `git.example.com:8443`. */
  readonly host: string;
  /** Whether the host was named as one of the web: a port of `ssh://` says nothing about that. */
  readonly isWeb: boolean;
  readonly scheme: 'http' | 'https';
  /** Without slashes at its ends and without `.git`: `group/sub/project`. */
  readonly path: string;
}

/**
 * Reads a Git or web address: `https://host/path.git`, `ssh://git@host/path`, `git@host:path`, `git+https://…`,
 * `host.example/path`. Null for paths of a disk and for what is no address.
 */
export function repositoryAddress(text: string): RepositoryAddress | null {
  const plain = text.trim().replace(/^(?:git\+|scm:(?:git:)?)/i, '');
  const [, user, host, path] = SCP.exec(plain) ?? [];
  // A drive of Windows, `C:/repo`, has neither user nor dot.
  if (host !== undefined && path !== undefined && (user !== undefined || host.includes('.'))) {
    return made({ host, isWeb: false, scheme: 'https', path });
  }
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(plain) ? plain : BARE.test(plain) ? `https://${plain}` : '';
  const url = URL.canParse(written) ? new URL(written) : null;
  switch (url?.protocol) {
    case 'http:':
    case 'https:': {
      const scheme = url.protocol === 'http:' ? 'http' : 'https';
      return made({ host: url.host, isWeb: true, scheme, path: url.pathname });
    }
    case 'ssh:':
    case 'git:':
      return made({ host: url.hostname, isWeb: false, scheme: 'https', path: url.pathname });
    default:
      return null;
  }
}

/** Whether two addresses, perhaps of different kinds, name one repository. */
export function isSameRepository(one: RepositoryAddress, other: RepositoryAddress): boolean {
  const [first, second] = [one, other].map(({ host, path }) => `${bareHost(host)}/${bare(path)}`);
  return first === second;
}

/** `https://host/path`. */
export function webAddress({ scheme, host, path }: RepositoryAddress): string {
  return `${scheme}://${host}/${path}`;
}

function made(address: RepositoryAddress): RepositoryAddress | null {
  const path = address.path
    .replace(/[?#].*$/, '')
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '');
  if (path === '' || address.host === '' || /[\s\\]|(?:^|\/)\.\.?(?:\/|$)/.test(path)) return null;
  return { ...address, host: address.host.toLowerCase(), path };
}

function bareHost(host: string): string {
  return host
    .replace(/:\d+$/, '')
    .replace(/^www\./, '')
    .replace(/^(?:ssh|altssh)\.(github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com)$/, '$1');
}

/** Hosts do not tell repositories apart by the case of their letters; Azure and Bitbucket put words between. */
function bare(path: string): string {
  return path
    .toLowerCase()
    .replace(/^v3\//, '')
    .replace(/^scm\//, '')
    .replace(/(^|\/)_git\//, '$1');
}

/** `git@host:path`; what follows the colon must not be a port and a path. */
const SCP = /^(?:([\w.+-]+)@)?([\w.-]+):(?!\/\/)(?!\d+\/)(?:~\/)?([^:]+)$/;
/** `github.com/owner/project`. */
const BARE = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?\/[^\s]+$/;
