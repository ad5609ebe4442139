//! Moving acts and ciphertext between nodes: HTTPS with pinned raw public keys
