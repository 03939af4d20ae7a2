/** What a person has set about registries and the way to them. */
export interface RegistrySettings {
  /** Registries, as a reference names them, that are spoken to without TLS although they are not on loopback. */
  readonly plainHttpHosts: readonly string[];
  /**
   * Names in front of repositories, as `proxy.example.com/hub`, and those of their upstreams, as `docker.io`. A digest is
   * asked of the upstream, as a cache may lag behind; what the user wrote stays written.
   */
  readonly registryMap: ReadonlyMap<string, string>;
  readonly network: NetworkSettings;
}

/** What VS Code has under `http.*`; a command line has the defaults. */
export interface NetworkSettings {
  /** Empty where the environment's proxy variables count. */
  readonly proxy: string;
  /** Hosts that are reached without `proxy`; null where `NO_PROXY` counts. */
  readonly noProxy: readonly string[] | null;
  /** Whether any proxy is used at all. */
  readonly proxySupport: boolean;
  readonly proxyStrictSSL: boolean;
  readonly systemCertificates: boolean;
}

export const DEFAULT_REGISTRY_SETTINGS: RegistrySettings = {
  plainHttpHosts: [],
  registryMap: new Map(),
  network: { proxy: '', noProxy: null, proxySupport: true, proxyStrictSSL: true, systemCertificates: true },
};
