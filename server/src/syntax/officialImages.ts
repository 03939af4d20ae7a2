import type { ImageReference } from './imageReference';

/** Whether Docker Hub has it, or had it, under a name of one word. */
export function isOfficialImage({ registry, repository }: ImageReference): boolean {
  const [library, name = ''] = repository.split('/');
  return registry === 'docker.io' && library === 'library' && OFFICIAL_IMAGES.has(name);
}

/** Source: github.com/docker-library/official-images. */
const OFFICIAL_IMAGES: ReadonlySet<string> = new Set(
  (
    'adminer adoptopenjdk aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux ' +
    'backdrop bash bonita buildpack-deps busybox caddy cassandra celery centos chronograf cirros clearlinux clefos ' +
    'clickhouse clojure cockroachdb composer consul convertigo couchbase couchdb crate crux dart debian django docker ' +
    'drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir emqx erlang fedora flink fluentd friendica ' +
    'fsharp gazebo gcc geonetwork ghost glassfish golang gradle groovy haproxy haskell haxe hello-world hitch httpd ' +
    'hylang ibm-semeru-runtimes ibmjava influxdb iojs irssi java jenkins jetty joomla jruby julia kapacitor kibana kong ' +
    'krakend lightstreamer liquibase logstash mageia mariadb matomo maven mediawiki memcached mongo mongo-express ' +
    'monica mono mysql nats nats-streaming neo4j neurodebian nextcloud nginx node notary nuxeo odoo open-liberty openjdk ' +
    'opensuse oraclelinux orientdb owncloud percona perl photon php phpmyadmin piwik plone postfixadmin postgres pypy ' +
    'python r-base rabbitmq rails rakudo-star redis redmine registry rethinkdb rockylinux rocket.chat ros ruby rust ' +
    'sapmachine satosa scala sentry silverpeas sl solr sonarqube spark spiped storm swarm swift swipl teamspeak telegraf ' +
    'thrift tomcat tomee traefik ubuntu unit valkey varnish vault websphere-liberty wordpress xwiki yourls znc zookeeper'
  ).split(' '),
);
