import type { SortedChanges } from './answers';

/**
 * What a changed path is. First what a replacement may lose without anybody missing it, then what it may not lose, and
 * everything else is what the image should have brought: when in doubt a change is one of code, for that is the one to
 * look at.
 */
export function changeRole(path: string, isInVolume: boolean): keyof SortedChanges {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (isScratchFile(path, name)) return 'scratch';
  if (isInVolume) return 'data';
  return isData(path, name) ? 'data' : 'code';
}

function isScratchFile(path: string, name: string): boolean {
  if (SCRATCH_BELOW.test(path) || SCRATCH_FOLDER.test(path) || SCRATCH_PLACE.test(path)) return true;
  // The locks of package managers are what decides which code runs.
  if (name.endsWith('.lock')) return !DEPENDENCY_LOCK.test(name);
  return SCRATCH_NAME.test(name);
}

function isData(path: string, name: string): boolean {
  if (PACKAGE_DATABASE.test(path)) return false;
  if (DATA_BELOW.test(path) || DATA_FOLDER.test(path) || LOG_NAME.test(name)) return true;
  // What programs come with may be in such files too.
  return DATABASE_NAME.test(name) && !PROGRAM_FOLDER.test(path);
}

/** File Hierarchy Standard: what need not survive a restart, what can be made again, and logs of the system. */
const SCRATCH_BELOW =
  /^\/(?:tmp|run|var\/tmp|var\/run|var\/lock|var\/cache|var\/log|dev\/shm|var\/lib\/apt\/lists|var\/lib\/(?:dhcp|systemd\/random-seed)|usr\/local\/tomcat\/(?:work|temp)|root\/\.cache)(?:\/|$)/;
/** Caches of programs and of the tools that people build with, and where s6 and runit meet their processes, wherever they are. */
const SCRATCH_FOLDER =
  /\/(?:\.cache|__pycache__|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.npm|\.yarn-cache|\.parcel-cache|\.X11-unix|\.ICE-unix|\.wh\.[^/]*|fontconfig|GPUCache|ShaderCache|Code Cache|\.mongodb\/mongosh|\.s6-svscan)(?:\/|$)|\/(?:client_body|proxy|fastcgi|uwsgi|scgi)_temp(?:\/|$)|\/node_modules\/\.(?:cache|vite)(?:\/|$)|\/\.(?:next|nuxt|angular|svelte-kit)\/cache(?:\/|$)|^\/etc\/(?:s6|service|services\.d|sv|runit)\/(?:.*\/)?(?:supervise|event)(?:\/|$)/;
/** Below a program's own folder: `tmp` of Rails, `storage/framework` of Laravel, `var/cache` of Symfony. */
const SCRATCH_PLACE =
  /^\/(?:app|code|srv|opt|home|usr\/src|usr\/local|var\/www|var\/lib|data|config|root|bitnami)\/(?:.*\/)?(?:tmp|temp|\.tmp|var\/cache|storage\/framework|bootstrap\/cache)(?:\/|$)/;
const SCRATCH_NAME =
  /\.(?:pid|sock|socket|pyc|pyo|swp|swo|tmp|temp|lck)$|^\.(?:bash|zsh|ash|sh|python|psql|mysql|node_repl|sqlite|rediscli|mongo|irb|php)_?history(?:-\d+)?$|^\.(?:lesshst|viminfo|wget-hsts|rnd|dbshell|mongorc\.js|wh\..*)$|^(?:ld\.so\.cache|aux-cache|postmaster\.opts)$|^\.s\.PGSQL\.\d+(?:\.lock)?$|~$/;
const DEPENDENCY_LOCK =
  /^(?:yarn|Cargo|poetry|Gemfile|composer|flake|uv|pdm|Pipfile|bun|mix|pubspec|Podfile|deno|conda|pixi|gems|Package|paket|Chart|\.terraform|gradle|rebar|stack\.yaml|cabal\.project\.freeze|requirements.*)\.lock$/i;
/** State of the package manager: which programs are there. */
const PACKAGE_DATABASE =
  /^\/(?:var\/lib\/(?:dpkg|rpm|apt|apk|pacman|dnf|yum|pam|ucf|alternatives|python|ca-certificates|systemd|portage)|lib\/apk|usr\/lib\/(?:sysimage|apk))(?:\/|$)/;
/** Where services keep what they were given: MySQL, PostgreSQL, Grafana below `/var/lib`, Redis and Gitea in `/data`, … */
const DATA_BELOW =
  /^\/(?:data|datas?|db|backups?|uploads?|media|storage|export|bitnami|var\/(?:lib|mail|spool|backups|opt|jenkins_home|db|data|games|gitea|named|vmail)|srv|nexus-data|sonatype-work|config\/caddy|consul\/data|vault\/(?:data|file|logs)|etcd-data|opt\/(?:[^/]+\/)*(?:data|datadir|backups?|uploads)|usr\/share\/(?:elasticsearch|opensearch|kibana|logstash)\/(?:data|logs)|usr\/share\/(?:elasticsearch|opensearch)\/backup|prometheus|alertmanager|loki|root\/\.(?:local\/share|n8n|ethereum|bitcoin)|home\/[^/]+\/(?:\.n8n|data|uploads))\/./;
/** Folders that programs write what users gave them into, wherever they are. */
const DATA_FOLDER =
  /\/(?:uploads?|user[-_]?content|user[-_]?uploads|attachments|avatars|sessions?|backups?|logs?|pgdata|mysql-data|pg_wal|pg_xlog|wal|journal|storage\/(?:app|logs))\/./;
const LOG_NAME = /\.(?:log|log\.\d+|log\.gz|out|err)$|^(?:nohup\.out|catalina\.\d[\w.-]*)$/;
const DATABASE_NAME =
  /\.(?:db|db3|sqlite|sqlite3|rdb|aof|mdb|ldb|ibd|frm|myd|myi|dbf|wal|kdbx|h2\.db|mv\.db|realm|duckdb)(?:[-.](?:wal|shm|journal|lock))?$|^(?:dump\.rdb|appendonly[\w.-]*|ibdata\d+|ib_logfile\d+|WiredTiger[\w.]*)$/i;
const PROGRAM_FOLDER =
  /^\/(?:usr|etc|bin|sbin|lib|lib64|lib32|boot)(?:\/|$)|\/(?:node_modules|site-packages|dist-packages|vendor|gems)\//;
