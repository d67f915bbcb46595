//! Every reason not to start: one clear sentence, exit code 2, on both databases.

use crate::support::{Setup, chmod, mode};
use app::{backend::testing::Engine, on_both_databases};
use std::fs;

/// An installation that was started once and stopped.
async fn used(engine: Engine, arguments: &[&str]) -> Setup {
    let setup = Setup::new(engine).await;
    setup.start(arguments).stop();
    setup
}

on_both_databases! {
    async fn the_first_start_makes_everything_private(engine: Engine) {
        let setup = used(engine, &["serve"]).await;
        assert_eq!(mode(&setup.data_dir()), 0o700);
        assert_eq!(mode(&setup.key_file()), 0o600);
        let file = setup.data_dir().join("obhut.db");
        assert_eq!(file.exists(), engine == Engine::Sqlite);
        if engine == Engine::Sqlite {
            assert_eq!(mode(&file), 0o600);
        }
        setup.start(&["serve"]).stop();
    }

    async fn a_missing_key_file_is_not_replaced_by_a_new_one(engine: Engine) {
        let setup = used(engine, &["serve"]).await;
        fs::remove_file(setup.key_file()).expect("removes");
        assert!(setup.refusal(&["serve"]).contains("is missing, but the database holds an installation"));
        assert!(!setup.key_file().exists());
    }

    async fn a_key_file_of_another_installation_is_refused(engine: Engine) {
        let setup = used(engine, &["serve"]).await;
        let other = used(Engine::Sqlite, &["serve"]).await;
        fs::copy(other.key_file(), setup.key_file()).expect("copies");
        assert!(setup.refusal(&["serve"]).contains("does not belong to this database"));
    }

    async fn a_key_file_others_may_read_is_refused(engine: Engine) {
        let setup = used(engine, &["serve"]).await;
        chmod(&setup.key_file(), 0o640);
        assert!(setup.refusal(&["serve"]).contains("others may read it (mode 0640)"));
    }

    async fn a_schema_from_the_future_is_refused(engine: Engine) {
        let setup = used(engine, &["serve"]).await;
        let checksum = if engine == Engine::Sqlite { "X'00'" } else { "'\\x00'" };
        setup.arrange(&format!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             VALUES (9999, 'future', TRUE, {checksum}, 0)"
        )).await;
        assert!(setup.refusal(&["serve"]).contains("newer than this binary"));
        assert!(setup.refusal(&["migrate"]).contains("newer than this binary"));
    }

    async fn an_altered_marker_is_refused(engine: Engine) {
        let setup = used(engine, &["serve"]).await;
        let unlock = match engine {
            Engine::Sqlite => "DROP TRIGGER instance_is_never_updated",
            Engine::Postgres => "ALTER TABLE instance DISABLE TRIGGER ALL",
        };
        setup.arrange(&format!("{unlock}; UPDATE instance SET kind = 'demo'")).await;
        assert!(setup.refusal(&["serve", "--demo"]).contains("the instance marker in the database has been altered"));
    }

    async fn a_demo_and_a_real_installation_never_become_each_other(engine: Engine) {
        let real = used(engine, &["serve"]).await;
        assert!(real.refusal(&["serve", "--demo"]).contains("this is a real installation"));
        let demo = used(engine, &["serve", "--demo"]).await;
        assert!(demo.refusal(&["serve"]).contains("this is a demo installation and stays one"));
    }

    async fn the_host_passkeys_are_bound_to_cannot_change(engine: Engine) {
        let setup = used(engine, &["serve"]).await.with("OBHUT_ORIGIN", "https://portal.example");
        let said = setup.refusal(&["serve"]);
        assert!(said.contains("portal.example") && said.contains("bound to localhost"), "{said}");
    }

    async fn migrate_prepares_the_database_and_serve_goes_on_from_there(engine: Engine) {
        let setup = Setup::new(engine).await;
        let migrated = setup.run(&["migrate"]);
        assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
        assert!(!setup.key_file().exists(), "migrating makes no installation");
        setup.start(&["serve"]).stop();
    }
}

#[test]
fn an_entry_of_the_configuration_that_is_unknown_or_invalid_is_named() {
    for (name, value, expected) in [
        ("OBHUT_ADRESS", "127.0.0.1:1", "OBHUT_ADRESS is not a setting of Obhut"),
        ("OBHUT_ADDR", "here", "OBHUT_ADDR is not valid; expected is an address with a port"),
        ("OBHUT_ORIGIN", "http://portal.example", "OBHUT_ORIGIN is not valid; expected is https://NAME"),
        ("OBHUT_ORIGIN", "https://192.0.2.1", "OBHUT_ORIGIN is not valid"),
        ("OBHUT_CONFIG", "/no/such/obhut.toml", "/no/such/obhut.toml names a file that cannot be read"),
        ("OBHUT_TLS_KEY_FILE", "key.pem", "OBHUT_TLS_KEY_FILE is set, but OBHUT_TLS_CERT_FILE is not"),
    ] {
        let said = Setup::sqlite().with(name, value).refusal(&["serve"]);
        assert!(said.contains(expected), "{name}={value}: {said}");
    }
}

#[test]
fn the_settings_file_in_the_working_directory_is_read_and_checked() {
    let setup = Setup::sqlite();
    fs::write(setup.folder.path().join("obhut.toml"), "[practice]\nname = \"Praxis am Park\"\nfax = \"1\"")
        .expect("writes");
    assert!(setup.refusal(&["serve"]).contains("unknown field `fax`"));
    fs::write(setup.folder.path().join("obhut.toml"), "[practice]\nname = \"Praxis am Park\"")
        .expect("writes");
    let portal = setup.start(&["serve"]);
    assert!(portal.get("/imprint").body.contains("Praxis am Park"));
}

#[test]
fn a_demo_is_never_reachable_from_another_machine() {
    let setup = Setup::sqlite();
    let address = format!("0.0.0.0:{}", setup.port);
    let said = setup.with("OBHUT_ADDR", &address).refusal(&["serve", "--demo"]);
    assert!(said.contains("loopback"), "{said}");
    for (name, value) in [("OBHUT_ORIGIN", "https://portal.example"), ("OBHUT_TRUSTED_PROXIES", "127.0.0.1")]
    {
        let said = Setup::sqlite().with(name, value).refusal(&["serve", "--demo"]);
        assert!(said.contains("for this machine only"), "{said}");
    }
}

#[test]
fn a_key_file_systemd_hands_over_is_taken_as_it_comes() {
    let setup = Setup::sqlite();
    setup.start(&["serve"]).stop();
    let credentials = setup.folder.path().join("credentials");
    fs::create_dir(&credentials).expect("creates");
    fs::rename(setup.key_file(), credentials.join("obhut")).expect("moves");
    chmod(&credentials.join("obhut"), 0o440);
    let file = credentials.join("obhut").display().to_string();
    let setup = setup.with("OBHUT_KEY_FILE", &file);
    assert!(setup.refusal(&["serve"]).contains("others may read it (mode 0440)"));
    let folder = credentials.display().to_string();
    let mut setup = setup;
    for elsewhere in ["", "/", "credentials", "/no/such/folder"] {
        setup = setup.with("CREDENTIALS_DIRECTORY", elsewhere);
        assert!(setup.refusal(&["serve"]).contains("others may read it"), "{elsewhere:?}");
    }
    setup.with("CREDENTIALS_DIRECTORY", &folder).start(&["serve"]).stop();
}

#[test]
fn a_data_directory_open_to_others_is_refused() {
    let setup = Setup::sqlite();
    fs::create_dir(setup.data_dir()).expect("creates");
    chmod(&setup.data_dir(), 0o755);
    assert!(setup.refusal(&["serve"]).contains("is open to others"));
}

#[test]
fn a_port_in_use_and_a_broken_certificate_are_named() {
    let setup = Setup::sqlite();
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("binds");
    let address = taken.local_addr().expect("address").to_string();
    let setup = setup.with("OBHUT_ADDR", &address);
    let said = setup.refusal(&["serve"]);
    assert!(said.contains("cannot listen on"), "{said}");
    assert!(!setup.data_dir().exists(), "a start that failed leaves nothing behind");
    let setup = Setup::sqlite().with("OBHUT_TLS_CERT_FILE", "cert.pem").with("OBHUT_TLS_KEY_FILE", "key.pem");
    let said = setup.refusal(&["serve"]);
    assert!(said.contains("OBHUT_ORIGIN is not valid; expected is https://NAME"), "{said}");
    let setup = setup.with("OBHUT_ORIGIN", "https://localhost");
    fs::write(setup.folder.path().join("cert.pem"), "nothing").expect("writes");
    assert!(setup.refusal(&["serve"]).contains("the certificate or key for TLS cannot be used"));
}
