import type { Launch } from '../syntax/programs/launches';
import type { Telling } from './startProblem';

/** What changes a container when it starts, and the words that tell. */
export interface Mutation extends Telling {
  readonly kind: 'install' | 'fetch' | 'download' | 'build' | 'edit' | 'migration';
}

/** What a program that is told so changes. */
export function mutationIn({ name, words }: Launch): Mutation | null {
  const given = words.map(({ written }) => written);
  if (given.some((word, index) => index > 0 && HARMLESS.test(word))) return null;
  if (name === 'npx') return packageRun(given, words);
  if (name === 'sed' || name === 'perl') return editOfCode(given, words);
  for (const { names, kind, told } of PROGRAMS) {
    const last = names.test(name) ? toldAt(given, told) : -1;
    if (last >= 0) return { kind, words, last };
  }
  return null;
}

/** What a script of a package does by its name, where its text cannot be read. */
export function isMigrationScript(script: string): boolean {
  return (
    /(?:^|[:_-])migrat(?:e|ions?)(?:[:_-]|$)/.test(script) &&
    !/generate|create|revert|down|undo|status|reset/.test(script)
  );
}

/** Without `--yes` it asks before it fetches anything, and in a container nobody answers. */
function packageRun(given: readonly string[], words: Launch['words']): Mutation | null {
  if (!given.some((word) => word === '-y' || word === '--yes')) return null;
  const last = given.findIndex((word, index) => index > 0 && !word.startsWith('-'));
  return last < 0 ? null : { kind: 'install', words, last };
}

function editOfCode(given: readonly string[], words: Launch['words']): Mutation | null {
  if (!given.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word))) return null;
  const last = given.findLastIndex(
    (word, index) => index > 1 && CODE_FILE.test(word) && !/config|env/i.test(word),
  );
  return last < 0 ? null : { kind: 'edit', words, last };
}

interface Program {
  readonly names: RegExp;
  readonly kind: Mutation['kind'];
  /** What its operands must be, one after the other. */
  readonly told: readonly RegExp[];
}

/** The index of the last word that tells; negative where something else is told. */
function toldAt(given: readonly string[], told: readonly RegExp[]): number {
  let last = 0;
  let next = 1;
  for (const each of told) {
    while (next < given.length && (given[next]?.startsWith('-') === true || given[next - 1] === '-C')) next++;
    if (!each.test(given[next] ?? '')) return -1;
    last = Math.max(last, next++);
  }
  return last;
}

const HARMLESS = /^(?:--help|--version|--dry-run|--check|--frozen-check)$/;
const CODE_FILE = /\.(?:[cm]?jsx?|tsx?|html?|php|py|rb|css)(?:["'*]*)$|\/html\/|\/dist\//;
const INSTALL = /^(?:install|reinstall|upgrade|dist-upgrade|full-upgrade|add)$/;
/** Sources: the documentation of each. */
const PROGRAMS: readonly Program[] = [
  { names: /^git$/, kind: 'fetch', told: [/^(?:pull|clone|fetch|checkout|submodule)$/] },
  { names: /^(?:svn|hg)$/, kind: 'fetch', told: [/^(?:checkout|co|update|up|pull|clone|export)$/] },
  { names: /^npm$/, kind: 'install', told: [/^(?:i|install|ci|add|update|clean-install|install-clean)$/] },
  { names: /^pnpm$/, kind: 'install', told: [/^(?:i|install|add|update|up|ci|dlx)$/] },
  { names: /^yarn$/, kind: 'install', told: [/^(?:install|add|upgrade|up|dlx)?$/] },
  { names: /^bun$/, kind: 'install', told: [/^(?:i|install|add|update|x)$/] },
  { names: /^uvx$/, kind: 'install', told: [] },
  { names: /^(?:playwright|puppeteer)$/, kind: 'install', told: [/^(?:install|browsers)$/] },
  { names: /^(?:pip[\d.]*|pipx)$/, kind: 'install', told: [/^(?:install|run)$/] },
  { names: /^uv$/, kind: 'install', told: [/^(?:sync|add)$/] },
  { names: /^uv$/, kind: 'install', told: [/^pip$/, /^(?:install|sync)$/] },
  { names: /^(?:poetry|pipenv|pdm)$/, kind: 'install', told: [/^(?:install|add|update|sync)$/] },
  { names: /^(?:bundle|bundler)$/, kind: 'install', told: [/^(?:install|update)?$/] },
  { names: /^gem$/, kind: 'install', told: [/^(?:install|update)$/] },
  {
    names: /^composer(?:\.phar)?$/,
    kind: 'install',
    told: [/^(?:install|i|update|require|create-project)$/],
  },
  { names: /^(?:conda|mamba|micromamba)$/, kind: 'install', told: [/^(?:install|update)$/] },
  { names: /^(?:apt|apt-get|aptitude|apk)$/, kind: 'install', told: [INSTALL] },
  {
    names: /^(?:yum|dnf|microdnf|tdnf|zypper)$/,
    kind: 'install',
    told: [/^(?:install|reinstall|update|upgrade|in|up)$/],
  },
  { names: /^mix$/, kind: 'install', told: [/^deps\.get$/] },
  { names: /^(?:luarocks|cpanm|pecl|choco|brew)$/, kind: 'install', told: [/^(?:install|[A-Z][\w:]+)$/] },
  { names: /^go$/, kind: 'install', told: [/^(?:get|install)$/] },
  { names: /^go$/, kind: 'build', told: [/^(?:run|build)$/] },
  { names: /^cargo$/, kind: 'install', told: [/^install$/] },
  { names: /^cargo$/, kind: 'build', told: [/^(?:run|build|r|b)$/] },
  { names: /^dotnet$/, kind: 'build', told: [/^(?:run|build|restore|publish)$/] },
  {
    names: /^(?:mvn|mvnw|mvnd)$/,
    kind: 'build',
    told: [/^(?:clean|package|install|compile|exec:java|verify)$/],
  },
  { names: /^gradlew?$/, kind: 'build', told: [/^(?:clean|build|assemble|bootJar|installDist)$/] },
  { names: /^(?:sbt|stack|cabal|swift|zig|crystal)$/, kind: 'build', told: [/^(?:run|build)$/] },
  {
    names:
      /^(?:next|nuxt|nuxi|vite|astro|gatsby|ng|react-scripts|vue-cli-service|strapi|nest|remix|tsup|turbo)$/,
    kind: 'build',
    told: [/^build$/],
  },
  { names: /^(?:tsc|rollup)$/, kind: 'build', told: [] },
  {
    names: /^wp(?:-cli)?(?:\.phar)?$/,
    kind: 'install',
    told: [/^(?:plugin|theme)$/, /^(?:install|update)$/],
  },
  { names: /^wp(?:-cli)?(?:\.phar)?$/, kind: 'install', told: [/^core$/, /^(?:download|update)$/] },
  { names: /^grafana(?:-cli)?$/, kind: 'install', told: [/^plugins$/, /^(?:install|update|update-all)$/] },
  { names: /^grafana$/, kind: 'install', told: [/^cli$/, /^plugins$/, /^(?:install|update|update-all)$/] },
  {
    names: /^(?:elasticsearch|opensearch|logstash|kibana|opensearch-dashboards|jenkins)-plugin(?:-cli)?$/,
    kind: 'install',
    told: [/^install$/],
  },
  { names: /^(?:fluent-gem|td-agent-gem)$/, kind: 'install', told: [/^install$/] },
  { names: /^alembic$/, kind: 'migration', told: [/^upgrade$/] },
  { names: /^(?:prisma)$/, kind: 'migration', told: [/^(?:migrate|db)$/, /^(?:deploy|push|dev)$/] },
  { names: /^(?:manage\.py|django-admin)$/, kind: 'migration', told: [/^(?:migrate|syncdb)$/] },
  {
    names: /^(?:rails|rake)$/,
    kind: 'migration',
    told: [/^db:(?:migrate|prepare|setup|create|schema:load)$/],
  },
  { names: /^artisan$/, kind: 'migration', told: [/^migrate(?::fresh|:refresh)?$/] },
  { names: /^(?:flask|quart)$/, kind: 'migration', told: [/^db$/, /^upgrade$/] },
  {
    names: /^(?:knex|sequelize|sequelize-cli)$/,
    kind: 'migration',
    told: [/^(?:migrate:latest|migrate:up|db:migrate)$/],
  },
  { names: /^typeorm(?:-ts-node-\w+)?$/, kind: 'migration', told: [/^(?:migration:run|schema:sync)$/] },
  { names: /^(?:flyway|liquibase)$/, kind: 'migration', told: [/^(?:migrate|update)$/] },
  { names: /^dotnet(?:-ef)?$/, kind: 'migration', told: [/^ef$/, /^database$/, /^update$/] },
  { names: /^(?:console)$/, kind: 'migration', told: [/^doctrine:(?:migrations:migrate|schema:update)$/] },
  { names: /^mix$/, kind: 'migration', told: [/^ecto\.migrate$/] },
  { names: /^drizzle-kit$/, kind: 'migration', told: [/^(?:migrate|push)$/] },
  { names: /^(?:diesel|sqlx)$/, kind: 'migration', told: [/^(?:migration|migrate)$/, /^run$/] },
  { names: /^(?:sea-orm-cli)$/, kind: 'migration', told: [/^migrate$/] },
  { names: /^(?:dbmate|goose)$/, kind: 'migration', told: [/^up$/] },
  { names: /^(?:aerich|piccolo|tortoise)$/, kind: 'migration', told: [/^upgrade$/] },
  { names: /^airflow$/, kind: 'migration', told: [/^db$/, /^(?:upgrade|migrate|init)$/] },
  { names: /^superset$/, kind: 'migration', told: [/^db$/, /^upgrade$/] },
];
