/** Where images keep what a replacement must not lose. */
export interface DataPath {
  readonly path: string;
  readonly isDatabase: boolean;
}

/** Null for an image that is not known to keep anything; `repository` is as people name it, without a tag. */
export function dataPathOf(repository: string): DataPath | null {
  const parts = repository.toLowerCase().split('/');
  const name = parts.at(-1) ?? '';
  const owner = parts.at(-2) ?? '';
  const kept = keptPath(owner, name);
  if (/^bitnami(?:legacy)?$/.test(owner)) return kept && { ...kept, path: `/bitnami/${name}` };
  if (owner === 'linuxserver') {
    return LINUXSERVER.has(name) ? { path: '/config', isDatabase: name === 'mariadb' } : null;
  }
  return kept;
}

/** An image of Docker itself may come through a mirror; databases are often somebody's own, made of the usual ones. */
function keptPath(owner: string, name: string): DataPath | null {
  const isOfficial = owner === '' || owner === 'library' || /[.:]/.test(owner) || owner.startsWith('bitnami');
  const names = isOfficial ? [name, `${owner}/${name}`] : [`${owner}/${name}`];
  const find = (paths: ReadonlyMap<string, string>) => names.map((each) => paths.get(each)).find(Boolean);
  const database = find(DATABASES);
  if (database !== undefined) return { path: database, isDatabase: true };
  const derived = DERIVED.get(name);
  // What somebody else has made of a database may keep its data elsewhere.
  if (derived !== undefined)
    return { path: derived, isDatabase: isOfficial || owner === name || KNOWN_OWNERS.has(owner) };
  const other = find(OTHERS);
  return other === undefined ? null : { path: other, isDatabase: false };
}

const KNOWN_OWNERS: ReadonlySet<string> = new Set(['citusdata', 'supabase', 'timescale']);

/** By the last part of the name, whoever makes the image. Since 18 PostgreSQL keeps its data one folder higher. */
const DERIVED: ReadonlyMap<string, string> = new Map([
  ['postgres', '/var/lib/postgresql'],
  ['postgresql', '/var/lib/postgresql'],
  ['postgis', '/var/lib/postgresql'],
  ['pgvector', '/var/lib/postgresql'],
  ['timescaledb', '/var/lib/postgresql'],
  ['mysql', '/var/lib/mysql'],
  ['mariadb', '/var/lib/mysql'],
  ['mongo', '/data/db'],
  ['mongodb', '/data/db'],
]);

const DATABASES: ReadonlyMap<string, string> = new Map([
  ['timescale/timescaledb-ha', '/home/postgres/pgdata/data'],
  ['mysql/mysql-server', '/var/lib/mysql'],
  ['percona', '/var/lib/mysql'],
  ['percona/percona-server', '/var/lib/mysql'],
  ['percona/percona-server-mongodb', '/data/db'],
  ['mongodb/mongodb-community-server', '/data/db'],
  ['cassandra', '/var/lib/cassandra'],
  ['scylladb/scylla', '/var/lib/scylla'],
  ['couchdb', '/opt/couchdb/data'],
  ['couchbase', '/opt/couchbase/var'],
  ['couchbase/server', '/opt/couchbase/var'],
  ['cockroachdb/cockroach', '/cockroach/cockroach-data'],
  ['clickhouse', '/var/lib/clickhouse'],
  ['clickhouse/clickhouse-server', '/var/lib/clickhouse'],
  ['yandex/clickhouse-server', '/var/lib/clickhouse'],
  ['influxdb', '/var/lib/influxdb'],
  ['neo4j', '/data'],
  ['arangodb', '/var/lib/arangodb3'],
  ['rethinkdb', '/data'],
  ['surrealdb/surrealdb', '/data'],
  ['elasticsearch', '/usr/share/elasticsearch/data'],
  ['elasticsearch/elasticsearch', '/usr/share/elasticsearch/data'],
  ['opensearchproject/opensearch', '/usr/share/opensearch/data'],
  ['solr', '/var/solr'],
  ['qdrant/qdrant', '/qdrant/storage'],
  ['semitechnologies/weaviate', '/var/lib/weaviate'],
  ['milvusdb/milvus', '/var/lib/milvus'],
  ['chromadb/chroma', '/data'],
  ['getmeili/meilisearch', '/meili_data'],
  ['typesense/typesense', '/data'],
  ['mssql/server', '/var/opt/mssql'],
  ['microsoft/mssql-server-linux', '/var/opt/mssql'],
  ['questdb/questdb', '/var/lib/questdb'],
  ['crate', '/data'],
  ['dgraph/dgraph', '/dgraph'],
  ['ravendb/ravendb', '/var/lib/ravendb/data'],
  ['gvenzl/oracle-xe', '/opt/oracle/oradata'],
  ['gvenzl/oracle-free', '/opt/oracle/oradata'],
]);

const OTHERS: ReadonlyMap<string, string> = new Map([
  ['rabbitmq', '/var/lib/rabbitmq'],
  ['kafka', '/bitnami/kafka'],
  ['apache/kafka', '/var/lib/kafka/data'],
  ['confluentinc/cp-kafka', '/var/lib/kafka/data'],
  ['confluentinc/cp-zookeeper', '/var/lib/zookeeper/data'],
  ['zookeeper', '/data'],
  ['redpandadata/redpanda', '/var/lib/redpanda/data'],
  ['minio/minio', '/data'],
  ['minio', '/bitnami/minio'],
  ['grafana/grafana', '/var/lib/grafana'],
  ['grafana/grafana-oss', '/var/lib/grafana'],
  ['grafana/grafana-enterprise', '/var/lib/grafana'],
  ['grafana/loki', '/loki'],
  ['prom/prometheus', '/prometheus'],
  ['prometheus/prometheus', '/prometheus'],
  ['victoriametrics/victoria-metrics', '/victoria-metrics-data'],
  ['graphiteapp/graphite-statsd', '/opt/graphite/storage'],
  ['gitea/gitea', '/data'],
  ['forgejo/forgejo', '/data'],
  ['gogs/gogs', '/data'],
  ['gitlab/gitlab-ce', '/var/opt/gitlab'],
  ['gitlab/gitlab-ee', '/var/opt/gitlab'],
  ['nextcloud', '/var/www/html'],
  ['owncloud/server', '/mnt/data'],
  ['wordpress', '/var/www/html'],
  ['drupal', '/var/www/html/sites'],
  ['joomla', '/var/www/html'],
  ['matomo', '/var/www/html'],
  ['ghost', '/var/lib/ghost/content'],
  ['redmine', '/usr/src/redmine/files'],
  ['jenkins', '/var/jenkins_home'],
  ['jenkins/jenkins', '/var/jenkins_home'],
  ['sonatype/nexus3', '/nexus-data'],
  ['sonarqube', '/opt/sonarqube/data'],
  ['jetbrains/teamcity-server', '/data/teamcity_server/datadir'],
  ['atlassian/jira-software', '/var/atlassian/application-data/jira'],
  ['atlassian/confluence', '/var/atlassian/application-data/confluence'],
  ['registry', '/var/lib/registry'],
  ['vaultwarden/server', '/data'],
  ['dani-garcia/vaultwarden', '/data'],
  ['bitwardenrs/server', '/data'],
  ['n8nio/n8n', '/home/node/.n8n'],
  ['louislam/uptime-kuma', '/app/data'],
  ['portainer/portainer-ce', '/data'],
  ['portainer/portainer-ee', '/data'],
  ['jc21/nginx-proxy-manager', '/data'],
  ['home-assistant/home-assistant', '/config'],
  ['homeassistant/home-assistant', '/config'],
  ['koenkk/zigbee2mqtt', '/app/data'],
  ['nodered/node-red', '/data'],
  ['pihole/pihole', '/etc/pihole'],
  ['adguard/adguardhome', '/opt/adguardhome/work'],
  ['jellyfin/jellyfin', '/config'],
  ['plexinc/pms-docker', '/config'],
  ['syncthing/syncthing', '/var/syncthing'],
  ['filebrowser/filebrowser', '/database'],
  ['open-webui/open-webui', '/app/backend/data'],
  ['ollama/ollama', '/root/.ollama'],
  ['dpage/pgadmin4', '/var/lib/pgadmin'],
  ['metabase/metabase', '/metabase.db'],
  ['mattermost/mattermost-team-edition', '/mattermost/data'],
  ['matrixdotorg/synapse', '/data'],
  ['hashicorp/consul', '/consul/data'],
  ['consul', '/consul/data'],
]);

/** Those that keep more than what they can make again. */
const LINUXSERVER: ReadonlySet<string> = new Set(
  (
    'bazarr bookstack calibre calibre-web code-server duplicati emby freshrss grocy heimdall jackett jellyfin lidarr ' +
    'mariadb nextcloud ombi overseerr plex prowlarr qbittorrent radarr readarr sabnzbd snipe-it sonarr syncthing ' +
    'tautulli transmission unifi-network-application wikijs'
  ).split(' '),
);
