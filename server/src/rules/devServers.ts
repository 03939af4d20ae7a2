import type { Launch } from '../syntax/programs/launches';
import type { Telling } from './startProblem';

/** What starts a development server, and the words that tell. */
export interface DevServer extends Telling {
  readonly kind: Kind;
}

type Kind = 'server' | 'watcher' | 'debugger' | 'preview';

/** The development server, watcher or debugger that a program is, or is told to be. */
export function devServerIn({ name, words }: Launch): DevServer | null {
  const given = words.map(({ written }) => written);
  const jvm = given.findIndex((word) => JVM_DEBUGGER.test(word));
  if (jvm > 0) return { kind: 'debugger', words, last: jvm };
  for (const { names, kind, tells } of PROGRAMS) {
    if (!names.test(name)) continue;
    const last = tells(given);
    if (last >= 0) return { kind, words, last };
  }
  return null;
}

/** What a script of a package is by its name, where its text cannot be read. */
export function isDevelopmentScript(script: string): Kind | null {
  if (
    /^(?:(?:start|run|serve|server|docker)[:-])?(?:dev|develop|development|watch|hot)(?:[:-][\w:-]*)?$/.test(
      script,
    )
  )
    return /build|test|lint|css/.test(script) ? null : 'server';
  if (/^(?:start[:-])?debug$/.test(script)) return 'debugger';
  return /^serve(?:[:-](?:dev|local))?$/.test(script) ? 'preview' : null;
}

/** Whether a variable gives a program options that open a debugger. */
export function isDebuggerSetting(name: string, value: string): boolean {
  return (
    /-agentlib:jdwp|-Xrunjdwp/.test(value) ||
    (name === 'NODE_OPTIONS' && /--inspect(?:-brk)?(?:=|\s|$)/.test(value))
  );
}

interface Program {
  readonly names: RegExp;
  readonly kind: Kind;
  /** The index of the word that tells; negative where it is none. */
  readonly tells: (given: readonly string[]) => number;
}

/** Whatever it is told, but for words that only ask or build. */
function always(but = /^(?:--help|--version|-v|-h)$/): Program['tells'] {
  return (given) => (given.some((word, index) => index > 0 && but.test(word)) ? -1 : 0);
}

/** A word anywhere behind the name. */
function option(told: RegExp): Program['tells'] {
  return (given) => given.findIndex((word, index) => index > 0 && told.test(word));
}

/** An option before the first operand. */
function ownOption(told: RegExp): Program['tells'] {
  return (given) => {
    for (let index = 1; index < given.length && given[index]?.startsWith('-') === true; index++) {
      if (told.test(given[index] ?? '')) return index;
      if (OWN_VALUED.test(given[index] ?? '')) index++;
    }
    return -1;
  };
}

/** The first operand, with an option where it takes one to tell. */
function verb(told: RegExp, more?: RegExp): Program['tells'] {
  return (given) => {
    const at = given.findIndex((word, index) => index > 0 && !word.startsWith('-'));
    if (!told.test(given[at] ?? '')) return -1;
    return more ? given.findIndex((word, index) => index > 0 && more.test(word)) : at;
  };
}

const OWN_VALUED = /^(?:-r|--require|--import|--loader|--env-file|-C|--conditions)$/;
const JVM_DEBUGGER = /^(?:-agentlib:jdwp|-Xrunjdwp|-Xdebug$)/;
const DEBUG = /^--(?:debug|reload|dev|auto-reload)(?:=(?!false|0))?$|^--reload=true$/;
/** Sources: the documentation of each. The first that tells speaks. */
const PROGRAMS: readonly Program[] = [
  { names: /^node$/, kind: 'watcher', tells: ownOption(/^--watch(?:-path)?(?:=|$)/) },
  {
    names: /^(?:node|nodejs|ts-node|tsx|bun|deno)$/,
    kind: 'debugger',
    tells: ownOption(/^--inspect(?:-brk|-wait)?(?:=|$)/),
  },
  { names: /^(?:tsx|bun|deno)$/, kind: 'watcher', tells: ownOption(/^--(?:watch|hot)(?:=|$)/) },
  { names: /^tsx$/, kind: 'watcher', tells: verb(/^watch$/) },
  { names: /^(?:bun|deno)$/, kind: 'watcher', tells: verb(/^run$/, /^--(?:watch|hot)$/) },
  {
    names:
      /^(?:nodemon|ts-node-dev|tsnd|node-dev|watchexec|entr|air|compiledaemon|modd|realize|watchmedo|tsc-watch|onchange|chokidar|shotgun|rerun|wgo)$/,
    kind: 'watcher',
    tells: always(),
  },
  {
    names: /^(?:webpack-dev-server|live-server|lite-server|browser-sync|start-storybook)$/,
    kind: 'server',
    tells: always(),
  },
  { names: /^nest$/, kind: 'watcher', tells: verb(/^start$/, /^(?:-w|--watch|-d|--debug)$/) },
  { names: /^vite$/, kind: 'preview', tells: verb(/^preview$/) },
  { names: /^vite$/, kind: 'server', tells: always(/^(?:build|optimize|--help|--version|-v|-h)$/) },
  {
    names:
      /^(?:next|nuxt|nuxi|astro|remix|react-router|svelte-kit|turbo|quasar|wrangler|netlify|vercel|sst|vinxi|solid-start|rsbuild|rspack|farm|umi|max|modern|tauri|storybook|vitepress|vuepress|payload|keystone|rw|redwood|blitz|mastra|waku|gridsome|rakkas|fresh|motia|parcel|langgraph)$/,
    kind: 'server',
    tells: verb(/^dev(?:[:-]\w+)?$/),
  },
  {
    names: /^(?:turbo|lerna|nx)$/,
    kind: 'server',
    tells: verb(/^(?:run|run-many)$/, /^(?:dev|serve|start:dev)$/),
  },
  { names: /^remix$/, kind: 'server', tells: verb(/^vite:dev$/) },
  { names: /^(?:gatsby|strapi|medusa)$/, kind: 'server', tells: verb(/^develop$/) },
  {
    names: /^(?:react-scripts|craco|react-app-rewired|docusaurus|expo|rescripts)$/,
    kind: 'server',
    tells: verb(/^start$/),
  },
  {
    names: /^(?:vue-cli-service|ng|ember|ionic|webpack|webpack-cli|gulp|grunt|nx|rspack)$/,
    kind: 'server',
    tells: verb(/^(?:serve|dev-server)$/),
  },
  {
    names: /^(?:webpack|webpack-cli|tsc|rollup|gulp|grunt|sass|tailwindcss|esbuild|parcel)$/,
    kind: 'watcher',
    tells: option(/^(?:--watch|-w|watch)$/),
  },
  { names: /^(?:flask|quart)$/, kind: 'server', tells: option(DEBUG) },
  { names: /^(?:flask|quart)$/, kind: 'preview', tells: option(/^run$/) },
  {
    names:
      /^(?:uvicorn|gunicorn|hypercorn|granian|litestar|daphne|uwsgi|waitress-serve|adev|robyn|arq|dramatiq|streamlit)$/,
    kind: 'watcher',
    tells: option(/^--(?:reload|py-autoreload|watch)(?:=(?!false|0).*)?$/),
  },
  { names: /^sanic$/, kind: 'server', tells: option(/^(?:--dev|--debug|--auto-reload|-r|-d)$/) },
  { names: /^fastapi$/, kind: 'server', tells: verb(/^dev$/) },
  {
    names: /^(?:manage\.py|django-admin)$/,
    kind: 'server',
    tells: verb(/^(?:runserver|runserver_plus|testserver)$/),
  },
  { names: /^(?:debugpy|ptvsd|pudb|pydevd)$/, kind: 'debugger', tells: always() },
  {
    names: /^rails$/,
    kind: 'server',
    tells: verb(/^(?:s|server)$/, /^(?:development|-edevelopment|--environment=development)$/),
  },
  {
    names: /^(?:guard|dev)$/,
    kind: 'server',
    tells: (given) => (/^guard$|bin\/dev$/.test(given[0] ?? '') ? 0 : -1),
  },
  { names: /^foreman$/, kind: 'server', tells: option(/Procfile\.dev/) },
  { names: /^cargo$/, kind: 'watcher', tells: verb(/^watch$/) },
  {
    names: /^dotnet(?:-watch)?$/,
    kind: 'watcher',
    tells: (given) => ((given[0] ?? '').endsWith('dotnet-watch') ? 0 : verb(/^watch$/)(given)),
  },
  {
    names: /^(?:mvn|mvnw|mvnd)(?:\.cmd)?$/,
    kind: 'server',
    tells: option(/^(?:spring-boot:run|quarkus:dev|jetty:run|tomcat7:run|mn:run|liberty:dev|micronaut:run)$/),
  },
  {
    names: /^gradlew?$/,
    kind: 'server',
    tells: option(
      /^:?(?:[\w-]+:)*(?:bootRun|quarkusDev|appRun|jettyRun|run|-t|--continuous)$|^(?:-t|--continuous)$/,
    ),
  },
  {
    names: /^(?:make|just|task)$/,
    kind: 'server',
    tells: verb(/^(?:dev|watch|run-dev|start-dev|dev-server|runserver)$/),
  },
  {
    names: /^(?:concurrently|npm-run-all|run-[ps])$/,
    kind: 'server',
    tells: option(
      /^(?:npm:)?(?:dev|watch|start:dev)(?::[\w*-]+)?$|\b(?:npm run|yarn|pnpm) (?:dev|watch|start:dev)\b|\bnodemon\b/,
    ),
  },
  { names: /^artisan$/, kind: 'watcher', tells: verb(/^octane:start$/, /^--watch$/) },
  { names: /^celery$/, kind: 'watcher', tells: option(/^--autoreload$/) },
  { names: /^artisan$/, kind: 'server', tells: verb(/^serve$/) },
  { names: /^php[\d.]*$/, kind: 'server', tells: ownOption(/^-S/) },
  { names: /^symfony$/, kind: 'server', tells: verb(/^(?:serve|server:start|local:server:start)$/) },
  { names: /^console$/, kind: 'server', tells: verb(/^server:(?:run|start)$/) },
  // Keycloak and Vault; an image's own entry point goes before what a service gives.
  { names: /^start-dev$/, kind: 'server', tells: always() },
  { names: /^kc(?:\.sh)?$/, kind: 'server', tells: verb(/^start-dev$/) },
  { names: /^vault$/, kind: 'server', tells: verb(/^server$/, /^--?dev(?:$|=(?!false|0))/) },
  { names: /^dlv$/, kind: 'debugger', tells: verb(/^(?:debug|exec|dap|test)$/) },
  { names: /^reflex$/, kind: 'watcher', tells: option(/^-[rsgR]$/) },
  { names: /^gin$/, kind: 'watcher', tells: verb(/^run$/) },
  { names: /^buffalo$/, kind: 'server', tells: verb(/^dev$/) },
  {
    names: /^(?:hugo|jekyll|mkdocs|gitbook|honkit|mdbook|eleventy)$/,
    kind: 'preview',
    tells: option(/^(?:server|serve|s|--serve)$/),
  },
  { names: /^iex$/, kind: 'server', tells: option(/^phx\.server$/) },
  {
    names: /^meteor$/,
    kind: 'server',
    tells: (given) => (given.length === 1 || given[1] === 'run' ? 0 : -1),
  },
];
