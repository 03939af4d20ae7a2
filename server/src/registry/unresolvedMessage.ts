import type { Login, Unresolved } from './unresolved';

/** What happened and what to do, in two sentences; `reference` is quoted as the user wrote it. */
export function unresolvedMessage(reference: string, failure: Unresolved): string {
  const { registry } = failure;
  switch (failure.reason) {
    case 'unauthorised':
      return unauthorisedMessage(reference, registry, failure.login);
    case 'not-found':
      return reference.includes('@')
        ? `${registry} does not have '${reference}', or no longer. Pin the tag again.`
        : `${registry} does not have '${reference}'. Check the name and the tag.`;
    case 'rate-limited':
      return `${registry} takes no more requests for now. ${retryAdvice(failure.retryAfterSeconds)}`;
    case 'timeout':
      return `${registry} did not answer for '${reference}' within ${failure.seconds} s. Check the network, or try again.`;
    case 'unreachable':
      return unreachableMessage(reference, failure);
    case 'server-error':
      return `${registry} failed with status ${failure.status} when asked for '${reference}'. Try again later.`;
    case 'invalid-response':
      return `${registry} ${failure.detail} when asked for '${reference}'. Check that it is a container registry.`;
    case 'untrusted-address':
      return failure.purpose === 'login'
        ? `${registry} wants logins sent to ${failure.address}, which is not safe. Ask whoever runs it for a token service with https and a public address.`
        : `${registry} redirects to ${failure.address}, which is not safe to follow. Ask whoever runs it for a redirect to https and a public address.`;
    case 'digest-mismatch':
      return `${registry} says ${failure.expected} for '${reference}', but what it sends is ${failure.actual}. Do not use this image; tell whoever runs the registry.`;
    case 'unsupported-manifest':
      return unsupportedMessage(reference, registry, failure.mediaType);
    case 'too-large':
      return `${registry} sends more than ${failure.limit / 1024 / 1024} MB for '${reference}', which no image manifest needs. Check the name.`;
    case 'no-platform':
      return noPlatformMessage(reference, failure.platform, failure.available);
    case 'missing-part':
      return `${registry} has '${reference}', but not ${failure.digest}, which is a part of it. Take another tag, or tell whoever runs the registry.`;
    case 'too-many-referrers':
      return `${registry} has more signatures and attestations for '${reference}' than are read. Look there for all of them.`;
    case 'incomplete-certificate':
      return `${failure.file} needs ${failure.missing} beside it, so ${registry} was not asked. Add the missing file, or remove this one.`;
    case 'cancelled':
      return `Asking ${registry} for '${reference}' was cancelled. Nothing was changed.`;
  }
}

function unauthorisedMessage(reference: string, registry: string, login: Login): string {
  const command = registry === 'docker.io' ? 'docker login' : `docker login ${registry}`;
  const closed = `${registry} does not show '${reference}' without a login, or it does not exist.`;
  switch (login.kind) {
    case 'none':
      return `${closed} Run '${command}', or check the name.`;
    case 'refused':
      return `${registry} does not show '${reference}' to the stored login, or it does not exist. Run '${command}' again, or check the name.`;
    case 'helper':
      return `${closed} ${helperMessage(login, command)}, or check the name.`;
    case 'unreadable':
      return `${closed} ${login.path} ${login.problem}: mend it, or check the name.`;
    case 'unknown-method':
      return `${registry} refuses '${reference}' and names no known way to log in. Check that it is a container registry.`;
  }
}

function helperMessage({ name, problem }: Extract<Login, { kind: 'helper' }>, command: string): string {
  const program = `docker-credential-${name}`;
  if (typeof problem !== 'string') return `${program} says '${problem.said}': run '${command}' again`;
  switch (problem) {
    case 'absent':
      return `${program} is not found in PATH outside the workspace: install it, or take it out of the configuration`;
    case 'timeout':
      return `${program} gave no login in time: unlock where it keeps logins and try again`;
    case 'rubbish':
      return `What ${program} gives is no login: run '${command}' again`;
    case 'failed':
      return `${program} failed: run '${command}' again`;
  }
}

function retryAdvice(seconds: number | null): string {
  if (seconds === null) return 'Try again later, or log in for a higher limit.';
  if (seconds < 120) return `Try again in ${seconds} s.`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120
    ? `Try again in ${minutes} minutes.`
    : `Try again in ${Math.ceil(minutes / 60)} hours.`;
}

function unreachableMessage(
  reference: string,
  failure: Extract<Unresolved, { reason: 'unreachable' }>,
): string {
  const { problem, host, code, registry } = failure;
  switch (problem) {
    case 'invalid-address':
      return `'${host}' in '${reference}' is no valid address. Correct the registry's name.`;
    case 'unknown-host':
      return `The host ${host} is not known (${code}). Check the registry's name, the network and the name server.`;
    case 'refused':
      return `${host} refuses the connection (${code}). Check that the registry runs, and its port.`;
    case 'no-answer':
      return `${host} cannot be reached (${code}). Check the network, the firewall and the proxy.`;
    case 'connection-lost':
      return `${host} closed the connection before it had answered (${code}). Try again later.`;
    case 'certificate-expired':
      return `The TLS certificate of ${host} is out of date (${code}). Check this machine's clock, or tell whoever runs the registry.`;
    case 'certificate-for-another-name':
      return `The TLS certificate of ${host} is for another name (${code}). Check the registry's name.`;
    case 'certificate-untrusted':
      return `The TLS certificate of ${host} comes from an authority that is not trusted here (${code}). Set NODE_EXTRA_CA_CERTS to that authority's certificate.`;
    case 'tls':
      return `No secure connection to ${host} could be made (${code}). Check that the registry serves https on this port.`;
    case 'proxy-address':
      return 'The proxy that is set is no address of an HTTP proxy. Write it as in: http://proxy.example.com:3128';
    case 'proxy-unreachable':
      return `The proxy ${host} cannot be reached (${code}). Check the setting http.proxy or the variable HTTPS_PROXY.`;
    case 'proxy-certificate':
      return `The TLS certificate of the proxy ${host} is not valid (${code}). Add its authority to the system's, or switch http.proxyStrictSSL off.`;
    case 'proxy-login':
      return `The proxy ${host} wants a login. Write it into the proxy's address, as in: http://user:password@${host}`;
    case 'proxy-refused':
      return `The proxy ${host} does not let the request through (${code}). Ask whoever runs it, or add the registry to http.noProxy or NO_PROXY.`;
    case 'proxy-failed':
      return `The proxy ${host} does not reach ${registry} (${code}). Check the registry's name, or try again later.`;
    case 'other':
      return `The connection to ${host} failed (${code}). Check the network, or try again.`;
  }
}

function unsupportedMessage(reference: string, registry: string, mediaType: string | null): string {
  if (mediaType === null) {
    return `${registry} does not say what type '${reference}' is. Check that it is a container registry.`;
  }
  return /\.manifest\.v1\+(?:prettyjws|json)$/.test(mediaType)
    ? `'${reference}' is an image of the old schema 1, which has no digest to pin. Push it again with a current Docker.`
    : `'${reference}' is no image in ${registry}, but ${mediaType}. Check the name.`;
}

const MAX_PLATFORMS_NAMED = 12;

function noPlatformMessage(reference: string, platform: string, available: readonly string[]): string {
  if (available.length === 0) {
    return `'${reference}' names no platforms at all, so neither ${platform}. Check the tag.`;
  }
  const named = available.slice(0, MAX_PLATFORMS_NAMED).join(', ');
  const more = available.length - MAX_PLATFORMS_NAMED;
  return `'${reference}' is not there for ${platform}. Choose from ${named}${more > 0 ? ` and ${more} more` : ''}.`;
}
