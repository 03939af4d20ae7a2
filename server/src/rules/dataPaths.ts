/** Where images keep what a replacement must not lose, by the last part of their repository's name. */
export interface DataPath {
  readonly path: string;
  readonly isDatabase: boolean;
}

/** Null for an image that is not known to keep anything. */
export function dataPathOf(repository: string): DataPath | null {
  const name = repository.split('/').at(-1)?.toLowerCase() ?? '';
  const vendor = /^(?:docker\.io\/)?bitnami(?:legacy)?\//.test(repository) ? `/bitnami/${name}` : null;
  const database = DATABASES.get(name) ?? null;
  if (database !== null) return { path: vendor ?? database, isDatabase: true };
  const other = OTHERS.get(name) ?? null;
  return other === null ? null : { path: vendor ?? other, isDatabase: false };
}

/** From their documentation. The newest PostgreSQL keeps its data one folder higher than those before. */
const DATABASES: ReadonlyMap<string, string> = new Map([
  ['postgres', '/var/lib/postgresql'],
  ['postgresql', '/var/lib/postgresql'],
  ['postgis', '/var/lib/postgresql'],
  ['pgvector', '/var/lib/postgresql'],
  ['timescaledb', '/var/lib/postgresql'],
  ['mysql', '/var/lib/mysql'],
  ['mysql-server', '/var/lib/mysql'],
  ['mariadb', '/var/lib/mysql'],
  ['percona', '/var/lib/mysql'],
  ['percona-server', '/var/lib/mysql'],
  ['mongo', '/data/db'],
  ['mongodb', '/data/db'],
  ['mongodb-community-server', '/data/db'],
  ['cassandra', '/var/lib/cassandra'],
  ['scylla', '/var/lib/scylla'],
  ['couchdb', '/opt/couchdb/data'],
  ['couchbase', '/opt/couchbase/var'],
  ['cockroach', '/cockroach/cockroach-data'],
  ['clickhouse', '/var/lib/clickhouse'],
  ['clickhouse-server', '/var/lib/clickhouse'],
  ['influxdb', '/var/lib/influxdb'],
  ['neo4j', '/data'],
  ['arangodb', '/var/lib/arangodb3'],
  ['rethinkdb', '/data'],
  ['elasticsearch', '/usr/share/elasticsearch/data'],
  ['opensearch', '/usr/share/opensearch/data'],
  ['solr', '/var/solr'],
  ['qdrant', '/qdrant/storage'],
  ['weaviate', '/var/lib/weaviate'],
  ['meilisearch', '/meili_data'],
  ['mssql', '/var/opt/mssql'],
  ['mssql-server-linux', '/var/opt/mssql'],
]);

const OTHERS: ReadonlyMap<string, string> = new Map([
  ['rabbitmq', '/var/lib/rabbitmq'],
  ['kafka', '/var/lib/kafka/data'],
  ['cp-kafka', '/var/lib/kafka/data'],
  ['zookeeper', '/data'],
  ['minio', '/data'],
  ['grafana', '/var/lib/grafana'],
  ['grafana-oss', '/var/lib/grafana'],
  ['grafana-enterprise', '/var/lib/grafana'],
  ['prometheus', '/prometheus'],
  ['victoria-metrics', '/victoria-metrics-data'],
  ['gitea', '/data'],
  ['forgejo', '/data'],
  ['gogs', '/data'],
  ['gitlab-ce', '/var/opt/gitlab'],
  ['gitlab-ee', '/var/opt/gitlab'],
  ['nextcloud', '/var/www/html'],
  ['owncloud', '/var/www/html'],
  ['wordpress', '/var/www/html'],
  ['ghost', '/var/lib/ghost/content'],
  ['jenkins', '/var/jenkins_home'],
  ['nexus3', '/nexus-data'],
  ['sonarqube', '/opt/sonarqube/data'],
  ['registry', '/var/lib/registry'],
  ['vaultwarden', '/data'],
  ['n8n', '/home/node/.n8n'],
  ['uptime-kuma', '/app/data'],
]);
