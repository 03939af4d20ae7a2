import type { FileCopy } from '../syntax/dockerfile/statements';
import type { Dockerfile } from '../syntax/document';
import type { ShellCommand } from '../syntax/shell/command';
import type { Problem, Rule } from './rule';

export const stateInImage: Rule = {
  id: 'state-in-image',
  tenet: 'State lives outside',
  summary: 'A build sets up a database, or copies its files into the image.',
  why:
    'State in an image is a copy: each container starts from the same old one, writes its own, and loses it when it is ' +
    'replaced. What is migrated while building is not the database that the release will meet.\n\n' +
    'Keep the schema as files in the image, and apply them to the real database in a step of the release.',
  severity: { production: 'information', development: 'off' },
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM scratch\nRUN python manage.py migrate\n',
      good: 'FROM scratch\nCOPY migrations /app/migrations\n',
    },
  ],
  dockerfile: findStateInImages,
};

function* findStateInImages({ commands, statements }: Dockerfile): Iterable<Problem> {
  for (const { keyword, stage, commands: run, onbuild } of commands) {
    if (keyword !== 'run' || stage?.isExported !== true || onbuild) continue;
    for (const command of run) {
      if (!setsUpState(command)) continue;
      yield {
        span: command.span,
        message: `'${shown(command)}' puts a database into the image, where each container has its own copy. Do it in a step of the release.`,
      };
    }
  }
  for (const copy of statements.copies) {
    if (copy.stage?.isExported !== true || !putsState(copy)) continue;
    const { destination } = copy;
    yield {
      span: destination?.span ?? copy.instruction.line.span,
      message: `'${destination?.written ?? ''}' is where a database keeps its data, of which each container gets its own copy. Mount a volume there.`,
    };
  }
}

function shown({ words }: ShellCommand): string {
  return words
    .slice(0, 4)
    .map(({ written }) => written)
    .join(' ');
}

function setsUpState(command: ShellCommand): boolean {
  const [program = '', ...texts] = withoutRunner(command);
  const name = program.split('/').at(-1) ?? '';
  const has = (pattern: RegExp) => texts.some((text) => pattern.test(text));
  switch (name) {
    case 'initdb':
    case 'mysql_install_db':
    case 'mariadb-install-db':
      return true;
    case 'mysqld':
    case 'mariadbd':
      return has(/^--initialize(?:-insecure)?$/);
    case 'sqlite3':
      return has(/\.(?:db|sqlite3?)$/);
    case 'alembic':
      return texts[0] === 'upgrade';
    case 'prisma':
      return texts[0] === 'migrate' || (texts[0] === 'db' && texts[1] === 'push');
    case 'knex':
      return has(/^migrate:latest$/);
    case 'flask':
      return texts[0] === 'db' && texts[1] === 'upgrade';
    case 'rails':
    case 'rake':
      return has(/^db:(?:create|migrate|setup|seed|prepare|schema:load)$/);
    case 'sequelize':
    case 'sequelize-cli':
      return has(/^db:(?:create|migrate|seed)/);
    default:
      return isFrameworkMigration(texts);
  }
}

/** The words behind what runs a program of a package, as in `bundle exec rake` and `npx --yes prisma`. */
function withoutRunner({ name, words }: ShellCommand): readonly string[] {
  const [, ...texts] = words.map(({ written }) => written);
  if (!RUNNERS.has(name ?? '')) return [name ?? '', ...texts];
  return texts.slice(texts.findIndex((text) => !/^(?:-.*|exec|run|dlx|x)$/.test(text)));
}

/** `python manage.py migrate`, `php artisan migrate`, and the file run by itself. */
function isFrameworkMigration(texts: readonly string[]): boolean {
  const script = texts.findIndex((text) => /(?:^|\/)(?:manage\.py|artisan)$/.test(text));
  const action = script < 0 ? '' : (texts[script + 1] ?? '');
  return /^(?:migrate(?::fresh|:refresh)?|createsuperuser|loaddata|db:seed)$/.test(action);
}

function putsState({ destination, sources, keyword }: FileCopy): boolean {
  const path = destination?.text ?? '';
  if (DATABASE_FOLDER.test(path)) return !sources.every(({ text }) => SETTINGS.test(text ?? ''));
  const isData = /^\/data(?:\/|$)/.test(path);
  return isData && keyword !== 'add' && sources.some(({ text }) => DATABASE_FILE.test(text ?? ''));
}

const RUNNERS: ReadonlySet<string> = new Set(
  'bun bunx bundle npm npx pdm pipenv pnpm pnpx poetry uv uvx yarn'.split(' '),
);
const DATABASE_FOLDER =
  /^\/(?:var\/lib\/(?:mysql|postgresql|mongodb|mongo|redis|influxdb\d?|cassandra|clickhouse)|data\/db)(?:\/|$)/;
const SETTINGS = /\.(?:conf|cnf|sh|xml|ya?ml|profile|bash_profile|bashrc)$|bash/;
const DATABASE_FILE = /\.(?:db|sqlite3?|rdb|aof|mdb|bson|dump)(?:\.gz)?$/;
