package io.tidemill.pipeline;

/** How the versions of a model are signed. */
public enum ModelSignature {
  /** Ed25519 (RFC 8032): those who publish have a private key, all others the public one. */
  ED25519,
  /** HMAC with SHA-256 (RFC 2104): one secret for those who publish and those who check. */
  HMAC_SHA256
}
