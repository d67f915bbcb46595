//! TLS with our own certificate.

use crate::support::{Setup, connect};
use std::{
    io::{Read as _, Write as _},
    sync::Arc,
};

#[test]
fn with_a_certificate_the_portal_speaks_tls_1_3_and_promises_to_go_on_doing_so() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let setup = Setup::sqlite();
    let (certificate, key) = (setup.folder.path().join("cert.pem"), setup.folder.path().join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).expect("writes");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("writes");
    let origin = format!("https://localhost:{}", setup.port);
    let setup = setup
        .with("OBHUT_ORIGIN", &origin)
        .with("OBHUT_TLS_CERT_FILE", certificate.to_str().expect("text"))
        .with("OBHUT_TLS_KEY_FILE", key.to_str().expect("text"));
    let portal = setup.start(&["serve"]);

    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).expect("a root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = "localhost".try_into().expect("a name");
    let client = rustls::ClientConnection::new(Arc::new(config), name).expect("a client");
    let mut stream = rustls::StreamOwned::new(client, connect(portal.port));
    stream
        .write_all(
            format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", portal.port)
                .as_bytes(),
        )
        .expect("sends");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an orderly end");
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age=31536000; includeSubDomains"));
    assert_eq!(stream.conn.protocol_version(), Some(rustls::ProtocolVersion::TLSv1_3));
}
