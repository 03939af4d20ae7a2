import type { Configuration, Mount } from '../engineFacts';
import type { SortedMount } from './model';
import { remembered } from './remembered';

/** Tells what each mount brings from outside. */
export function sortMounts(
  mounts: readonly Mount[],
  configuration: Configuration | null,
): readonly SortedMount[] {
  return rememberedMounts(mounts, [configuration], () =>
    mounts.map((mount) => ({ ...mount, role: mountRole(mount, configuration) })),
  );
}

const rememberedMounts = remembered<readonly SortedMount[]>();

/** Whether this is the socket by which an engine is told what to do; a read-only mount of it is no hindrance. */
export function isEngineSocket({ source, target }: Mount): boolean {
  return ENGINE_SOCKET.test(source) || ENGINE_SOCKET.test(target);
}

function mountRole(mount: Mount, configuration: Configuration | null): SortedMount['role'] {
  const { kind, source, target, readOnly } = mount;
  if (isEngineSocket(mount) || SOCKET.test(source)) return 'socket';
  if (kind === 'tmpfs') return 'scratch';
  if (kind === 'image') return 'source';
  if (SYSTEM.test(source) && kind === 'bind') return 'other';
  if (isConfiguration(target)) return 'configuration';
  // A named volume is what somebody chose to keep, wherever it is mounted.
  if (kind === 'volume') return SCRATCH.test(target) ? 'scratch' : 'state';
  if (kind === 'other') return 'other';
  if (isData(target)) return 'state';
  if (isSource(mount, configuration?.workingDirectory ?? '')) return 'source';
  if (SCRATCH.test(target)) return 'scratch';
  return readOnly || isSingleFile(target) ? 'configuration' : 'state';
}

function isConfiguration(target: string): boolean {
  if (/^\/run\/(?:secrets|configs)(?:\/|$)/.test(target)) return true;
  if (CONFIGURATION_FILE.test(target)) return true;
  return (
    /^\/(?:usr\/local\/)?etc\//.test(target) ||
    /\/(?:conf|config|configs|conf\.d|certs|ssl|secrets|provisioning|docker-entrypoint-initdb\.d)(?:\/[^/]+)?$/.test(
      target,
    )
  );
}

function isData(target: string): boolean {
  return /^\/(?:data|var\/(?:lib|opt|log|spool|mail|backups)|backups?|media|srv|mnt|export|storage)(?:\/|$)|\/(?:data|uploads?|logs?|backups?|storage|db)(?:\/|$)/.test(
    target,
  );
}

/** A folder of the host laid over the program of the image: what runs is then not what was built. */
function isSource({ source, target }: Mount, workingDirectory: string): boolean {
  if (isSingleFile(target)) return CODE_FILE.test(target);
  if (workingDirectory !== '' && workingDirectory !== '/' && isWithin(target, workingDirectory)) return true;
  if (workingDirectory !== '' && workingDirectory !== '/' && isWithin(workingDirectory, target)) return true;
  return SOURCE_FOLDER.test(target) || /\/(?:src|source|app|lib|public|templates|static)$/.test(source);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Engines do not say whether a file or a folder is mounted; a name with an extension is a file's. */
function isSingleFile(target: string): boolean {
  return /\/[^/]*[^/.]\.[A-Za-z][\w-]{0,9}$/.test(target) && !target.endsWith('.d');
}

const ENGINE_SOCKET =
  /(?:^|\/)(?:docker(?:\.raw|\.proxy)?|podman|containerd|crio|buildkitd|dockershim|balena-engine)\.sock(?:\.raw)?$|^(?:\\\\|\/\/)(?:\.|\?)[\\/]+pipe[\\/]+(?:docker|podman)[\w-]*$/i;
const SOCKET = /\.(?:sock|socket)$|^\/(?:var\/)?run\/dbus(?:\/|$)/;
/** Parts of the host itself, as agents that watch it are given. */
const SYSTEM =
  /^\/$|^\/(?:proc|sys|dev|boot|lib\/modules|etc\/(?:localtime|timezone|hostname|machine-id|passwd|group))(?:\/|$)/;
const CONFIGURATION_FILE =
  /\.(?:conf|cnf|cfg|ini|ya?ml|toml|json|properties|env|xml|pem|crt|key|cert|rules|hcl|htpasswd|list)$|\/(?:\.env|Caddyfile|Corefile|haproxy\.cfg|\.htpasswd)$/i;
const CODE_FILE = /\.(?:js|mjs|cjs|ts|jsx|tsx|py|rb|php|go|java|jar|war|pl|sh|lua|html|css|so|wasm)$/;
const SOURCE_FOLDER =
  /^\/(?:app|code|workspace|project|site|work|function|usr\/src(?:\/app)?|opt\/(?:app|application)|var\/www(?:\/html)?|usr\/share\/nginx\/html|usr\/local\/apache2\/htdocs|home\/[^/]+\/(?:app|src|code)|go\/src(?:\/.*)?|src)(?:\/|$)/;
const SCRATCH = /^\/(?:tmp|var\/tmp|run|var\/run|dev\/shm|var\/cache)(?:\/|$)|\/(?:\.cache|cache|tmp)$/;
