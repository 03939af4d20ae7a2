import { dirname, join } from 'node:path';
import type { Dockerfile } from '../syntax/document';
import { removeInstruction } from '../syntax/dockerfile/edits';
import type { FileCopy, Setting } from '../syntax/dockerfile/statements';
import { secretFile } from '../syntax/secretFiles';
import { secretShape } from '../syntax/secretValues';
import type { Facts } from './facts';
import type { Problem, Rule } from './rule';

export const bakedConfiguration: Rule = {
  id: 'baked-configuration',
  tenet: 'Configuration and secrets arrive at start',
  summary: 'Configuration of one environment that is built into the image.',
  why:
    'The image that was tested has to be the image that runs. One that knows its environment must be built again for ' +
    'the next: what runs in production is then not what was tested, and a changed host name needs a release.\n\n' +
    'Build one image for all environments, with defaults that are safe anywhere, and give it the addresses and the ' +
    'name of its environment when it starts.',
  severity: { production: 'information', development: 'hint' },
  subject: 'value',
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM node:20.11.1\nENV NODE_ENV=staging\n',
      good: 'FROM node:20.11.1\nENV NODE_ENV=production\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM alpine\nENV DATABASE_HOST=db-1.shop.example.com\n',
      good: 'FROM alpine\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM alpine\nCOPY appsettings.Production.json /app/\n',
      good: 'FROM alpine\nCOPY appsettings.json /app/\n',
    },
  ],
  dockerfile: findBakedConfiguration,
};

function* findBakedConfiguration(file: Dockerfile, facts: Facts): Iterable<Problem> {
  for (const setting of file.statements.settings) yield* settingProblem(file, setting, facts);
  for (const copy of file.statements.copies) yield* copyProblems(copy, facts);
}

function* settingProblem(file: Dockerfile, setting: Setting, facts: Facts): Iterable<Problem> {
  const { keyword, name, value, stage, span, instruction, count } = setting;
  if (keyword !== 'env' || stage?.isExported !== true || !value?.text || value.written.includes('$')) return;
  const { text } = value;
  const isSelector = SELECTORS.test(name) && ENVIRONMENT.test(text);
  // An image for development says so.
  if (isSelector && (facts.development || stage.isDevelopment)) return;
  if (!isSelector && !isAddress(name, text)) return;
  const message = isSelector
    ? `'${name}=${text}' builds one environment into the image. Set it when the container starts.`
    : `'${name}' builds the address '${text}' into the image. Set it when the container starts.`;
  const removal = { kind: 'scaffold' as const, title: `Remove '${name}' from the image` };
  yield {
    span,
    message,
    development: stage.isDevelopment,
    ...(!isSelector && ONE_LABEL.test(text) && { atMost: 'hint' as const }),
    ...(count === 1 && { scaffolds: [{ ...removal, edits: [removeInstruction(file, instruction)] }] }),
  };
}

/** The address of something else that runs: not of this container, of a file, or of a download. */
function isAddress(name: string, text: string): boolean {
  if (!ADDRESS_NAME.test(name) || OTHER_NAME.test(name) || text.length > 500) return false;
  if (LOCAL.test(text) || DOWNLOAD.test(text) || secretShape(text)) return false;
  return ADDRESS.test(text);
}

function* copyProblems(copy: FileCopy, facts: Facts): Iterable<Problem> {
  const { stage } = copy;
  if (stage?.isExported !== true || copy.isFromElsewhere) return;
  for (const source of copy.sources) {
    const variable = ENVIRONMENT_VARIABLE.exec(source.written)?.[1];
    const path = source.text ?? source.written;
    if (variable === undefined && !isEnvironmentFile(path, facts)) continue;
    const message =
      variable === undefined
        ? `'${path}' builds the configuration of one environment into the image. Mount it when the container starts.`
        : `'${variable}' chooses the configuration that is built into the image. Mount it when the container starts.`;
    yield { span: source.span, message, development: stage.isDevelopment };
  }
}

function isEnvironmentFile(path: string, { surroundings }: Facts): boolean {
  const parts = path.split(/[\\/]/);
  const name = parts.at(-1) ?? '';
  if (BUILD_FILE.test(name)) return false;
  if (NAMED_FILE.test(name) || (IN_FOLDER.test(name) && FOLDERS.test(parts.at(-2) ?? ''))) return true;
  // One with secrets is found as that.
  const sign = /^\.env(?:\.\w+)?$/.test(name) ? secretFile(path)?.sign : null;
  const text = sign && surroundings ? surroundings.readText(join(dirname(surroundings.path), path)) : null;
  return sign != null && text !== null && /^\w+=\S/m.test(text) && !sign.test(text);
}

const SELECTORS =
  /^(?:NODE_ENV|RAILS_ENV|RACK_ENV|APP_ENV|APPLICATION_ENV|APP_ENVIRONMENT|ASPNETCORE_ENVIRONMENT|DOTNET_ENVIRONMENT|SPRING_PROFILES_ACTIVE|FLASK_ENV|DJANGO_ENV|DJANGO_SETTINGS_MODULE|DJANGO_CONFIGURATION|SYMFONY_ENV|MIX_ENV|GO_ENV|ENV|ENVIRONMENT|CI_ENVIRONMENT|DEPLOY_ENV|DEPLOYMENT_ENV|RUN_ENV|MICRONAUT_ENVIRONMENTS|QUARKUS_PROFILE|CAKE_ENV|YII_ENV)$/;
const ENVIRONMENT =
  /^(?:dev|develop|development|test|testing|stage|staging|qa|uat|local|preprod|pre-?production|sandbox|integration|int)$|\.(?:dev|development|local|test|testing|staging)$/i;
const ADDRESS_NAME =
  /^(?:PGHOST|(?:\w+_)?(?:DATABASE|DB|POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MONGO(?:DB)?|REDIS|RABBITMQ|AMQP|KAFKA|ELASTIC(?:SEARCH)?|OPENSEARCH|MEMCACHED?|CASSANDRA|BROKER|CELERY_BROKER|CELERY_RESULT_BACKEND|SMTP|MAIL|LDAP|API|BACKEND|VAULT|CONSUL|ETCD|ZOOKEEPER|NATS|S3|MINIO|KEYCLOAK|OIDC|SENTRY|OTEL_EXPORTER_OTLP)(?:_(?:URL|URI|HOST|HOSTS|HOSTNAME|DSN|SERVER|SERVERS|ENDPOINT|ADDR|ADDRESS|BROKERS|BASE_URL|ROOT_URL|SERVICE_HOST|BOOTSTRAP_SERVERS|CONNECTION_STRING)))$/i;
const OTHER_NAME =
  /DOWNLOAD|MIRROR|REPO|RELEASE|DIST|PACKAGE|SOURCE|GITHUB|LISTEN|BIND|DRIVER_URL|PLUGIN|DOCS/i;
const LOCAL =
  /localhost|^(?:[a-z][\w+.-]{0,30}:\/\/(?:[^\s@/]{0,100}@)?)?(?:127\.|0\.0\.0\.0|\[?::1?\]?(?:$|[:/]))|^\*|^\/|^(?:file|sqlite\w*|unix|memory|jdbc:(?:h2|sqlite)):|^:|host\.docker\.internal/i;
const DOWNLOAD =
  /\.(?:tgz|zip|gz|xz|bz2|tar|jar|deb|rpm|apk|whl|sh|py|exe|msi)(?:$|\?)|github(?:usercontent)?\.com|gitlab\.com|\.docker\.com|docs\.|dl-cdn|archive\.|npmjs|pypi\.org|api\.(?:github|openai|anthropic|stripe|adoptium|adoptopenjdk)\b/i;
/** `db` or `redis://redis:6379`: each network can have its own of that name. */
const ONE_LABEL =
  /^(?:[a-z][\w+.-]{1,30}:(?:\w{1,20}:)?\/\/)?[A-Za-z0-9_-]{1,63}(?::\d{1,5})?(?:\/[^\s]{0,300})?$/;
/** A host with an optional scheme, port and path, or a list of them. */
const ADDRESS =
  /^(?:[a-z][\w+.-]{1,30}:(?:\w{1,20}:)?\/\/)?[A-Za-z0-9_][\w.@-]{0,252}(?::\d{1,5})?(?:[/?,;][^\s]{0,300})?$/;
const ENVIRONMENT_VARIABLE =
  /\$\{?((?:\w+_)?(?:ENV|ENVIRONMENT|PROFILE|DEPLOY_STAGE|DEPLOYMENT_STAGE))(?:\}|:?[-+?]|\b)/;
const NAMED_FILE =
  /^appsettings\.(?:Production|Staging|Development|Test|QA|UAT)\.json$|^(?:[\w-]+[.-])?(?:config|conf|settings|application|app|env|values|database|secrets|parameters|web|nginx)[.-](?:prod|production|staging|stage|qa|uat|dev|development|test)\.(?:ya?ml|json|ini|properties|toml|conf|cfg|xml|config|js|ts|php|py)$|\.(?:prod|production|staging)\.(?:ya?ml|json|ini|properties|toml|conf|cfg|xml|config)$/i;
const IN_FOLDER = /^(?:prod|production|staging)\.(?:ya?ml|json|ini|properties|toml)$/i;
const FOLDERS = /^(?:config|conf|configs|settings)$/i;
/** What builds for release and says nothing of where. */
const BUILD_FILE =
  /^(?:tsconfig|webpack|package|requirements|vite|babel|rollup|docker-compose|compose|jest|metro|eslint|environment|angular|ngsw|karma|pnpm|composer)\b/i;
