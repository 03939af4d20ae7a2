import type { Configuration } from '../engineFacts';
import type { PathTest } from './scratchPattern';

/**
 * Whether a path is one that the start script of this container's image is known to write at every start: a container
 * that was only started has not drifted by it. Told by what the image itself says of itself, and only where its own
 * script still starts it; the same path in any other container is a change like all others.
 */
export function startupEdits(configuration: Configuration | null): PathTest {
  if (configuration === null) return NONE;
  const { environment, entrypoint, command } = configuration;
  const words = [...entrypoint, ...command].join(' ');
  const paths = EDITS.filter(
    ({ variable, start }) =>
      start.test(words) && (variable === null || environment.some((entry) => variable.test(entry))),
  ).map((edit) => edit.paths);
  return paths.length === 0 ? NONE : (path) => paths.some((pattern) => pattern.test(path));
}

interface StartupEdit {
  /** Of the image, or of whoever has the script do this; null where the words tell enough. */
  readonly variable: RegExp | null;
  /** The words that the container is started with. */
  readonly start: RegExp;
  readonly paths: RegExp;
}

const NONE: PathTest = () => false;
const ENTRYPOINT = /(?:^|\/)(?:docker-)?entrypoint(?:\.sh)?(?:\s|$)/;
const EDITS: readonly StartupEdit[] = [
  // nginx listens on IPv6 too, and on as many processors as there are.
  { variable: /^NGINX_VERSION=/, start: ENTRYPOINT, paths: /^\/etc\/nginx\/conf\.d\/default\.conf$/ },
  {
    variable: /^NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE=/,
    start: ENTRYPOINT,
    paths: /^\/etc\/nginx\/nginx\.conf$/,
  },
  { variable: /^ZOO_CONF_DIR=\/conf$/, start: ENTRYPOINT, paths: /^\/conf\/zoo\.cfg$/ },
  {
    variable: /^ELASTIC_CONTAINER=true$/,
    start: ENTRYPOINT,
    paths:
      /^\/usr\/share\/(?:elasticsearch\/config\/(?:elasticsearch\.(?:keystore|yml)|certs(?:\/(?:http_ca\.crt|http\.p12|transport\.p12))?)|logstash\/config\/logstash\.yml)$/,
  },
  {
    variable: /^(?:PMA_\w+=|URL=https:\/\/files\.phpmyadmin\.net\/)/,
    start: /docker-entrypoint\.sh apache2-foreground|docker-entrypoint\.sh php-fpm/,
    paths: /^\/etc\/phpmyadmin\/config\.(?:secret|user)\.inc\.php$/,
  },
  {
    variable: /^CASSANDRA_(?:CONF|HOME|VERSION)=/,
    start: ENTRYPOINT,
    paths: /^\/etc\/cassandra\/cassandra(?:\.yaml|-rackdc\.properties)$/,
  },
  {
    variable: /^NEXTCLOUD_VERSION=/,
    start: ENTRYPOINT,
    paths: /^\/usr\/local\/etc\/php\/conf\.d\/redis-session\.ini$/,
  },
  { variable: /^GITEA_CUSTOM=/, start: ENTRYPOINT, paths: /^\/etc\/ssh\/sshd_config$/ },
  // Chef writes what the programs of GitLab are started with.
  {
    variable: null,
    start: /(?:^|\s)\/assets\/(?:wrapper|init-container)(?:\s|$)/,
    paths: /^\/opt\/gitlab\/(?:etc|init|service|sv)\/./,
  },
  {
    variable: /^CATALINA_HOME=\/usr\/local\/tomcat$/,
    start: /(?:^|\/)catalina\.sh(?:\s|$)/,
    paths: /^\/usr\/local\/tomcat\/conf\/Catalina(?:\/localhost)?$/,
  },
  // It makes the files its own, and so copies of them.
  {
    variable: null,
    start: /docker-entrypoint\.sh (?:\/usr\/sbin\/)?mosquitto(?:\s|$)/,
    paths: /^\/mosquitto\/config\/mosquitto\.conf$/,
  },
  // Keycloak builds itself where it was not told that it is built.
  {
    variable: null,
    start: /^\/opt\/keycloak\/bin\/kc\.sh (?:start-dev|start(?!.*--optimized))/,
    paths:
      /^\/opt\/keycloak\/lib\/quarkus(?:\/(?:generated-bytecode\.jar|quarkus-application\.dat|transformed-bytecode\.jar|build-system\.properties))?$/,
  },
  // What their author gave the script in a variable.
  {
    variable: /^CONSUL_LOCAL_CONFIG=./,
    start: ENTRYPOINT,
    paths: /^\/consul\/config\/local\.json$/,
  },
  { variable: /^VAULT_LOCAL_CONFIG=./, start: ENTRYPOINT, paths: /^\/vault\/config\/local\.json$/ },
  {
    variable: /^COUCHDB_(?:USER|PASSWORD|SECRET)=/,
    start: ENTRYPOINT,
    paths: /^\/opt\/couchdb\/etc\/local\.d\/docker\.ini$/,
  },
  {
    variable: /^KAFKA_\w+=/,
    start: /(?:^|\s)\/etc\/(?:kafka|confluent)\/docker\/run(?:\s|$)/,
    paths:
      /^\/(?:opt\/kafka\/config|etc\/kafka)\/(?:kafka|server|log4j2?|tools-log4j2?)\.(?:properties|ya?ml)$/,
  },
  {
    variable: /^ADMINER_PLUGINS=./,
    start: ENTRYPOINT,
    paths: /^\/var\/www\/html\/plugins-enabled\/[^/]+\.php$/,
  },
];
