import assert from 'node:assert/strict';
import { maskCommand, maskValue } from '../../../../client/src/docker/releases/maskSecrets';
import { isSecretName } from '../../../../client/src/docker/releases/secretNames';

describe('the names of secrets', () => {
  const secret =
    'PASSWORD POSTGRES_PASSWORD DB_PASS MYSQL_PWD MYSQL_ROOT_PASSWORD REDIS_PASSWD SECRET SECRET_KEY_BASE CLIENT_SECRET ' +
    'TOKEN GITHUB_TOKEN API_KEY apiKey API-KEY OPENAI_API_KEY PRIVATE_KEY AWS_SECRET_ACCESS_KEY AWS_ACCESS_KEY_ID ' +
    'AWS_SESSION_TOKEN GOOGLE_CREDENTIALS BASIC_AUTH NEO4J_AUTH SENTRY_DSN CONNECTION_STRING MONGO_CONNECTION_STRING ' +
    'ConnectionStrings__Default ENCRYPTION_KEY JWT_SECRET JWT PASSPHRASE db.password spring.datasource.password ' +
    'AZURE_STORAGE_CONNECTION_STRING MasterKey DB_PASSWORD_1 TOKENS HTPASSWD DBPASS ROOTPW PGPASS WIFI_PSK PRESHARED_KEY WIREGUARD_KEY WORDPRESS_NONCE_KEY ' +
    'WORDPRESS_LOGGED_IN_KEY';
  const plain =
    'PWD OLDPWD PATH HOME POSTGRES_PASSWORD_FILE TOKEN_TTL PASSWORD_MIN_LENGTH CACHE_KEY PUBLIC_KEY NEXT_PUBLIC_TOKEN ' +
    'AUTH_METHOD SSH_AUTH_SOCK ALLOW_EMPTY_PASSWORD KEYBOARD MONKEY COMPASS PASSENGER_APP_ENV AUTHOR DATABASE_HOST ' +
    'SECRETS_DIR API_KEY_HEADER TOKENIZERS_PARALLELISM NODE_ENV';
  for (const name of secret.split(' ')) it(`${name} is one`, () => assert.equal(isSecretName(name), true));
  for (const name of plain.split(' ')) it(`${name} is none`, () => assert.equal(isSecretName(name), false));
});

describe('the value of a variable', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['DB_PASSWORD', 'hunter2', '•••'],
    ['DB_PASSWORD', '', ''],
    ['DB_PASSWORD_FILE', '/run/secrets/db', '/run/secrets/db'],
    ['NODE_ENV', 'production', 'production'],
    ['ENABLE_SECRET', 'hunter2', '•••'],
    ['ENABLE_SECRET', 'True', 'True'],
    ['REQUIRE_AUTH', '0', '0'],
    ['ALLOW_EMPTY_PASSWORD', 'yes', 'yes'],
    ['HAS_TOKEN', 'on', 'on'],
    ['USE_TOKEN', 'abc', '•••'],
    ['DATABASE_URL', 'postgres://app:hunter2@db:5432/app', 'postgres://app:•••@db:5432/app'],
    ['CELERY_BROKER', 'redis://:hunter2@cache/0', 'redis://:•••@cache/0'],
    ['HOOK', 'https://host/x?token=abc&a=b', 'https://host/x?token=•••&a=b'],
    ['SLACK', 'https://hooks.slack.com/services/T00/B00/abcdef', 'https://hooks.slack.com/services/•••'],
    ['SITE', 'https://host:8080/x', 'https://host:8080/x'],
    ['X', `ghp_${'a1'.repeat(15)}`, '•••'],
    ['DATABASE_URL', 'postgres://app:p@ss:w0rd@db/app', 'postgres://app:•••@db/app'],
    ['CONNECTION', 'host=db user=app password=hunter2', 'host=db user=app password=•••'],
    ['ODBC', 'Server=db;User Id=sa;Password=hunter2;', 'Server=db;User Id=sa;Password=•••;'],
  ];
  for (const [name, value, expected] of cases) {
    it(`${name}=${value}`, () => assert.equal(maskValue(name, value), expected));
  }
});

describe('a command that is shown', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['ls -la /etc', 'ls -la /etc'],
    ['env PASSWORD=hunter2 node x.js', 'env PASSWORD=••• node x.js'],
    [`sh -c export DB_PASSWORD='a b' && run`, `sh -c export DB_PASSWORD=••• && run`],
    ['tool --password=hunter2 --user=x', 'tool --password=••• --user=x'],
    ['tool --password hunter2 --user x', 'tool --password ••• --user x'],
    ['tool --token x y', 'tool --token ••• y'],
    ['tool --password --user x', 'tool --password --user x'],
    ['tool --api-key "a b" c', 'tool --api-key ••• c'],
    ['mysql -uroot -phunter2 app', 'mysql -uroot -p••• app'],
    ['mysql -u root -p app', 'mysql -u root -p app'],
    ['mysqldump -psecret --all-databases', 'mysqldump -p••• --all-databases'],
    ['mysql -h db -P 3306 -pX', 'mysql -h db -P 3306 -p•••'],
    ['mkdir -p /app/x', 'mkdir -p /app/x'],
    ['redis-cli -a hunter2 get x', 'redis-cli -a ••• get x'],
    ['mongosh -u a -p hunter2', 'mongosh -u a -p •••'],
    ['curl -u admin:hunter2 http://x', 'curl -u admin:••• http://x'],
    ['docker run --user 1000:1000 x', 'docker run --user 1000:1000 x'],
    [`curl -H 'Authorization: Bearer abc.def' http://x`, `curl -H 'Authorization: Bearer •••' http://x`],
    ['curl -H Authorization: Basic abc http://x', 'curl -H Authorization: Basic ••• http://x'],
    ['curl -H X-Api-Key: abc http://x', 'curl -H X-Api-Key: ••• http://x'],
    ['psql postgres://app:hunter2@db/app', 'psql postgres://app:•••@db/app'],
    [`psql -c ALTER USER app PASSWORD 'hunter2'`, `psql -c ALTER USER app PASSWORD •••`],
    [`mysql -e SET PASSWORD = 'hunter2'`, `mysql -e SET PASSWORD = •••`],
    [`sh -c PGPASSWORD=hunter2 psql`, `sh -c PGPASSWORD=••• psql`],
    ['redis-cli config set requirepass hunter2', 'redis-cli config set requirepass •••'],
    ['redis-cli auth hunter2', 'redis-cli auth •••'],
    ['rabbitmqctl change_password app hunter2', 'rabbitmqctl change_password app •••'],
    ['aws configure set aws_secret_access_key abc', 'aws configure set aws_secret_access_key •••'],
    ['openssl rsa -passin pass:hunter2 -in a', 'openssl rsa -passin pass:••• -in a'],
    ['ldapsearch -D cn=a -w hunter2 -b x', 'ldapsearch -D cn=a -w ••• -b x'],
    [
      `mysql -e CREATE USER a IDENTIFIED WITH caching_sha2_password BY 'hunter2'`,
      `mysql -e CREATE USER a IDENTIFIED WITH caching_sha2_password BY •••`,
    ],
    ['env ENABLE_SECRET=hunter2 USE_TOKEN=true x', 'env ENABLE_SECRET=••• USE_TOKEN=true x'],
    ['sqlplus app/hunter2@db:1521/x', 'sqlplus app/•••@db:1521/x'],
    ['sqlplus -s app/"p@ss"@db @run.sql', 'sqlplus -s app/•••@db @run.sql'],
    ['sqlplus / as sysdba', 'sqlplus / as sysdba'],
    ['sqlplus app@db @/sql/run.sql', 'sqlplus app@db @/sql/run.sql'],
    ['expdp userid=app/hunter2 dumpfile=a', 'expdp userid=app/••• dumpfile=a'],
    ['htpasswd -b /etc/users ann hunter2', 'htpasswd -b /etc/users ann •••'],
    ['htpasswd -nbB ann hunter2 > /etc/users', 'htpasswd -nbB ann ••• > /etc/users'],
    [`htpasswd -c -b /etc/users ann 'a b' && ls`, `htpasswd -c -b /etc/users ann ••• && ls`],
    ['htpasswd -c /etc/users ann', 'htpasswd -c /etc/users ann'],
    ['sh -c echo root:hunter2 | chpasswd', 'sh -c echo root:••• | chpasswd'],
    [`sh -c printf 'a:b\\nc:d' | chpasswd -e`, `sh -c printf 'a:•••' | chpasswd -e`],
    ['chpasswd <<< root:hunter2', 'chpasswd <<< root:•••'],
    ['echo root:x', 'echo root:x'],
    ['smbclient //nas/x -U ann%hunter2 -c ls', 'smbclient //nas/x -U ann%••• -c ls'],
    ['smbclient //nas/x -U ann -c ls', 'smbclient //nas/x -U ann -c ls'],
    ['sh -c GIT_AUTHOR=me run', 'sh -c GIT_AUTHOR=me run'],
    ['sh -c echo {"password":"hunter2","a":1}', 'sh -c echo {"password":"•••","a":1}'],
  ];
  for (const [command, expected] of cases) {
    it(command, () => assert.equal(maskCommand(command), expected));
  }

  it('is cut where it is a whole script, in time that does not explode', () => {
    assert.equal(maskCommand(`mysql ${'-p '.repeat(100_000)}`).length, 2001);
    assert.equal(maskCommand('a'.repeat(5000)).length, 2001);
    for (const text of ['htpasswd -b ', 'sqlplus a ', 'smbclient -U ', 'htpasswd -b "\' ', 'chpasswd a'])
      assert.ok(maskCommand(text.repeat(400)).length > 1000, text);
  });
});
