/** Whether an image reads the file that `NAME_FILE` names instead of `NAME`, as its documentation says. */
export function readsSecretFile(repository: string, variable: string): boolean {
  const image = repository.replace(/^library\//, '');
  return IMAGES.get(image)?.test(variable) ?? false;
}

/** Sources: the pages of these images on Docker Hub, "Docker Secrets". */
const IMAGES: ReadonlyMap<string, RegExp> = new Map([
  ['postgres', /^POSTGRES_(?:PASSWORD|USER|DB|INITDB_ARGS)$/],
  ['mysql', /^MYSQL_(?:ROOT_PASSWORD|ROOT_HOST|DATABASE|USER|PASSWORD)$/],
  ['percona', /^MYSQL_(?:ROOT_PASSWORD|ROOT_HOST|DATABASE|USER|PASSWORD)$/],
  [
    'mariadb',
    /^(?:MARIADB|MYSQL)_(?:ROOT_PASSWORD|ROOT_HOST|DATABASE|USER|PASSWORD|ROOT_PASSWORD_HASH|PASSWORD_HASH)$/,
  ],
  ['mongo', /^MONGO_INITDB_ROOT_(?:USERNAME|PASSWORD)$/],
  [
    'wordpress',
    /^WORDPRESS_(?:DB_HOST|DB_USER|DB_PASSWORD|DB_NAME|AUTH_KEY|SECURE_AUTH_KEY|LOGGED_IN_KEY|NONCE_KEY|AUTH_SALT|SECURE_AUTH_SALT|LOGGED_IN_SALT|NONCE_SALT)$/,
  ],
  [
    'nextcloud',
    /^(?:MYSQL_(?:DATABASE|USER|PASSWORD|HOST)|POSTGRES_(?:DB|USER|PASSWORD|HOST)|NEXTCLOUD_ADMIN_(?:USER|PASSWORD)|SMTP_PASSWORD|REDIS_HOST_PASSWORD)$/,
  ],
  ['influxdb', /^DOCKER_INFLUXDB_INIT_(?:USERNAME|PASSWORD|ADMIN_TOKEN)$/],
  [
    'redmine',
    /^REDMINE_(?:DB_(?:MYSQL|POSTGRES|SQLSERVER|HOST|PORT|USERNAME|PASSWORD|DATABASE|ENCODING)|SECRET_KEY_BASE)$/,
  ],
  ['postgis/postgis', /^POSTGRES_(?:PASSWORD|USER|DB|INITDB_ARGS)$/],
  ['timescale/timescaledb', /^POSTGRES_(?:PASSWORD|USER|DB|INITDB_ARGS)$/],
  ['pgvector/pgvector', /^POSTGRES_(?:PASSWORD|USER|DB|INITDB_ARGS)$/],
  ['dpage/pgadmin4', /^PGADMIN_DEFAULT_PASSWORD$/],
  ['minio/minio', /^MINIO_ROOT_(?:USER|PASSWORD)$/],
]);
