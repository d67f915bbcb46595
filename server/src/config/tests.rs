use super::*;
use app::backend::testing::TempDir;
use std::{ffi::OsString, fs};

fn read(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::from_variables(variables.iter().map(|(name, value)| ((*name).to_owned(), OsString::from(*value))))
}

fn refusal(variables: &[(&str, &str)]) -> String {
    read(variables).err().expect("refused").to_string()
}

fn with_file(text: &str) -> Result<Config, ConfigError> {
    let folder = TempDir::new("config");
    let path = folder.path().join("obhut.toml");
    fs::write(&path, text).expect("writes");
    read(&[("OBHUT_CONFIG", path.to_str().expect("text"))])
}

#[test]
fn without_any_setting_the_documented_defaults_hold() {
    let config = read(&[("PATH", "/bin"), ("OBHUTX", "not ours")]).expect("defaults");
    assert_eq!(config.data_dir, PathBuf::from("data"));
    assert_eq!(config.key_file, PathBuf::from("data/keys/kek.toml"));
    assert_eq!(config.address.to_string(), "127.0.0.1:3000");
    assert_eq!(config.origin.to_string(), "http://localhost:3000");
    assert!(config.database_url.is_none() && config.tls.is_none() && config.ops_address.is_none());
    assert!(config.smtp.is_none() && config.worker);
    assert_eq!(config.senders.usual.to_string(), "portal@localhost");
    assert_eq!(config.outbound, Outbound::default());
}

#[test]
fn every_invalid_entry_is_named_with_what_is_expected() {
    for (name, value, expected) in [
        ("OBHUT_ADDR", "nonsense", "an address with a port"),
        ("OBHUT_ORIGIN", "http://portal.example", "https://NAME"),
        ("OBHUT_TRUSTED_PROXIES", "10.0.0.0/8,proxy.example", "networks such as"),
        ("OBHUT_DATABASE_URL", "mysql://user:geheim@host/db", "postgres://"),
        ("OBHUT_OPS_ADDR", "0.0.0.0:3001", "a loopback address"),
        ("OBHUT_LOG", "tower_http=trace", "off, error, warn"),
        ("OBHUT_LOG_FORMAT", "xml", "text or json"),
        ("OBHUT_TRUSTED_PROXIES", "0.0.0.0/0", "networks such as"),
        ("OBHUT_TLS_CERT_FILE", "cert.pem", "OBHUT_TLS_KEY_FILE is not"),
        ("OBHUT_DATA_DIR", "", "a text that is not empty"),
        ("OBHUT_SMTP_HOST", "mail example", "the name of a mail server"),
        ("OBHUT_QUIET_HOURS", "20-8", "two times of day"),
        ("OBHUT_MONTHLY_CAP", "0", "a number from 1 to 31"),
        ("OBHUT_MONTHLY_CAP", "32", "a number from 1 to 31"),
        ("OBHUT_WORKER", "yes", "on or off"),
    ] {
        let message = refusal(&[(name, value)]);
        assert!(message.contains("OBHUT_") && message.contains(expected), "{name}: {message}");
        assert!(!message.contains("geheim"), "a value may be a secret and must not be repeated: {message}");
    }
    assert!(
        refusal(&[("OBHUT_MIGRATE_DATABASE_URL", "postgres://owner@host/db")]).contains("OBHUT_DATABASE_URL")
    );
}

#[test]
fn an_unknown_entry_is_refused_by_name_wherever_it_stands() {
    for name in ["OBHUT_OBHUT_ADDR", "OBHUT_addr", "OBHUT_ADDR_FILE", "OBHUT_"] {
        assert!(refusal(&[(name, "127.0.0.1:1")]).starts_with(&format!("{name} is not a setting")));
    }
    assert!(refusal(&[("OBHUT_ADDRESS", "127.0.0.1:1")]).starts_with("OBHUT_ADDRESS is not a setting"));
    let message = |text| with_file(text).err().expect("refused").to_string();
    assert!(message("address = \"127.0.0.1:1\"").contains("address (in "));
    assert!(message("[practise]\nname = \"X\"").contains("practise"));
    assert!(message("[practice]\nnom = \"X\"").contains("unknown field `nom`"));
    assert!(message("[practice]\nphone = \"call me\"").contains("practice.phone"));
    assert!(message("addr = 3000").contains("a text in quotation marks"));
    assert!(message("addr = \"127.0.0.1:1\"\n\norigin = ").contains("TOML; line 3"));
    assert!(
        message("[practice]\nname = 5")
            .contains("practice.name is not valid; expected is a text in quotation marks")
    );
    assert!(
        message("[practice]\nhours = \"Mo\"").contains("practice.hours is not valid; expected is a section")
    );
    assert!(message("[practice.hours]\nde = 5").contains("practice.hours.de is not valid"));
    assert!(message("[practice.hours]\nfr = \"lundi\"").contains("unknown field `fr`"));
    assert!(message("practice = \"x\"").contains("[practice]"));
    assert!(
        message("[practice]\nidentity_check = \"no\"")
            .contains("practice.identity_check is not valid; expected is true or false")
    );
}

#[test]
fn a_second_pair_of_eyes_looks_at_enrolments_unless_it_is_switched_off() {
    let checks = |text| with_file(text).expect("reads").practice.checks_identity();
    assert!(checks("[practice]\nname = \"X\""));
    assert!(checks("[practice]\nidentity_check = true"));
    assert!(!checks("[practice]\nidentity_check = false"));
}

#[test]
fn the_environment_wins_over_the_file() {
    let folder = TempDir::new("config");
    let path = folder.path().join("obhut.toml");
    fs::write(&path, "addr = \"127.0.0.1:1\"\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]\n[practice]\nname = \"Praxis am Park\"")
        .expect("writes");
    let file = path.to_str().expect("text");
    let config = read(&[("OBHUT_CONFIG", file), ("OBHUT_ADDR", "127.0.0.1:2")]).expect("reads");
    assert_eq!(config.address.port(), 2);
    assert_eq!(config.trusted_proxies.len(), 2);
    assert_eq!(config.practice.name.as_deref(), Some("Praxis am Park"));
}

#[test]
fn a_secret_may_stand_in_a_file_of_its_own() {
    let folder = TempDir::new("config");
    let path = folder.path().join("url");
    fs::write(&path, "postgres://app@host/db\n").expect("writes");
    let config = read(&[("OBHUT_DATABASE_URL_FILE", path.to_str().expect("text"))]).expect("reads");
    assert_eq!(config.database_url.as_deref(), Some("postgres://app@host/db"));
    let url = ("OBHUT_DATABASE_URL", "postgres://app@host/db");
    assert!(
        refusal(&[url, ("OBHUT_DATABASE_URL_FILE", path.to_str().expect("text"))]).contains("are both set")
    );
    let missing = refusal(&[("OBHUT_DATABASE_URL_FILE", "/no/such/file")]);
    assert!(missing.contains("OBHUT_DATABASE_URL_FILE names a file that cannot be read"), "{missing}");
}

#[test]
fn a_key_file_may_be_named_by_its_folder() {
    let folder = TempDir::new("config");
    let path = folder.path().to_str().expect("text");
    assert_eq!(read(&[("OBHUT_KEY_FILE", path)]).expect("reads").key_file, folder.path().join("kek.toml"));
    assert_eq!(
        read(&[("OBHUT_KEY_FILE", "/run/secrets/obhut")]).expect("reads").key_file,
        PathBuf::from("/run/secrets/obhut")
    );
}

const SERVER: [(&str, &str); 2] =
    [("OBHUT_SMTP_HOST", "mail.example.org"), ("OBHUT_MAIL_FROM", "praxis@example.org")];

#[test]
fn a_mail_server_is_spoken_to_on_its_usual_port_and_never_in_clear() {
    let server =
        |more: &[(&str, &str)]| read(&[&SERVER, more].concat()).expect("reads").smtp.expect("a server");
    let usual = server(&[]);
    assert_eq!((usual.host.as_str(), usual.port), ("mail.example.org", 587));
    assert_eq!(usual.encryption, Encryption::StartTls);
    assert!(usual.credentials.is_none());
    let implicit = server(&[("OBHUT_SMTP_TLS", "implicit")]);
    assert_eq!((implicit.encryption, implicit.port), (Encryption::Implicit, 465));
    assert_eq!(server(&[("OBHUT_SMTP_TLS", "implicit"), ("OBHUT_SMTP_PORT", "1465")]).port, 1465);
    for value in ["none", "opportunistic", "off"] {
        let message = refusal(&[&SERVER, [("OBHUT_SMTP_TLS", value)].as_slice()].concat());
        assert!(
            message.contains("OBHUT_SMTP_TLS is not valid; expected is starttls or implicit"),
            "{message}"
        );
    }
}

#[test]
fn who_mails_come_from_is_one_address_and_may_be_another_one_where_no_practice_is_named() {
    let senders = |more: &[(&str, &str)]| read(&[&SERVER, more].concat()).expect("reads").senders;
    assert_eq!(senders(&[]).discreet.to_string(), "praxis@example.org");
    assert_eq!(
        senders(&[("OBHUT_MAIL_FROM_DISCREET", "post@example.net")]).discreet.to_string(),
        "post@example.net"
    );
    for value in
        ["praxis", "Praxis <praxis@example.org>", "a@example.org, b@example.org", "prüfung@example.org"]
    {
        let message = refusal(&[&SERVER, [("OBHUT_MAIL_FROM_DISCREET", value)].as_slice()].concat());
        assert!(message.contains("one mail address"), "{message}");
    }
}

#[test]
fn settings_of_a_mail_server_are_refused_one_without_the_other() {
    for (name, value) in [
        ("OBHUT_SMTP_PORT", "25"),
        ("OBHUT_SMTP_TLS", "starttls"),
        ("OBHUT_SMTP_USER", "portal"),
        ("OBHUT_SMTP_PASSWORD", "geheim"),
        ("OBHUT_SMTP_CA_FILE", "ca.pem"),
        ("OBHUT_MAIL_FROM", "praxis@example.org"),
        ("OBHUT_MAIL_FROM_DISCREET", "post@example.net"),
    ] {
        assert_eq!(
            refusal(&[(name, value)]),
            format!("{name} is set, but OBHUT_SMTP_HOST is not; the two belong together")
        );
    }
    assert!(refusal(&SERVER[..1]).contains("OBHUT_SMTP_HOST is set, but OBHUT_MAIL_FROM is not"));
    let with = |name, value| refusal(&[&SERVER, [(name, value)].as_slice()].concat());
    assert!(with("OBHUT_SMTP_USER", "portal").contains("OBHUT_SMTP_PASSWORD is not"));
    assert!(with("OBHUT_SMTP_PASSWORD", "geheim").contains("OBHUT_SMTP_USER is not"));
    assert!(with("OBHUT_SMTP_PORT", "0").contains("the number of a port"));
}

#[test]
fn the_password_of_a_mail_server_may_stand_in_a_file_and_is_repeated_nowhere() {
    let folder = TempDir::new("config");
    let path = folder.path().join("password");
    let file = path.to_str().expect("text").to_owned();
    let with = |text: &str| {
        fs::write(&path, text).expect("writes");
        read(&[SERVER[0], SERVER[1], ("OBHUT_SMTP_USER", "portal"), ("OBHUT_SMTP_PASSWORD_FILE", &file)])
    };
    let credentials =
        with("geheim\n").expect("reads").smtp.expect("a server").credentials.expect("credentials");
    assert!(!format!("{credentials:?}").contains("geheim"));
    for text in ["", "\n", "geheim\nzwei"] {
        let message = with(text).err().expect("refused").to_string();
        assert!(message.contains("OBHUT_SMTP_PASSWORD_FILE is not valid") && !message.contains("geheim"));
    }
}

#[test]
fn a_file_of_authorities_holds_certificates() {
    let folder = TempDir::new("config");
    let path = folder.path().join("ca.pem");
    let file = path.to_str().expect("text").to_owned();
    let with = |text: &str| {
        fs::write(&path, text).expect("writes");
        read(&[SERVER[0], SERVER[1], ("OBHUT_SMTP_CA_FILE", &file)])
    };
    let made = rcgen::generate_simple_self_signed(["mail.example.org".to_owned()]).expect("a certificate");
    assert!(with(&made.cert.pem()).is_ok());
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for text in ["", "nonsense", &made.signing_key.serialize_pem(), broken] {
        let message = with(text).err().expect("refused").to_string();
        assert!(message.contains("OBHUT_SMTP_CA_FILE is not valid; expected is certificates"), "{message}");
    }
    let missing = refusal(&[SERVER[0], SERVER[1], ("OBHUT_SMTP_CA_FILE", "/no/such/file")]);
    assert!(missing.contains("OBHUT_SMTP_CA_FILE names a file that cannot be read"), "{missing}");
}

#[test]
fn quiet_hours_and_the_cap_are_the_operators() {
    let outbound =
        read(&[("OBHUT_QUIET_HOURS", "21:30-07:00"), ("OBHUT_MONTHLY_CAP", "31")]).expect("reads").outbound;
    assert_eq!(outbound.quiet, QuietHours::parse("21:30-07:00").expect("reads"));
    assert_eq!(outbound.monthly_cap, 31);
    assert!(!read(&[("OBHUT_WORKER", "off")]).expect("reads").worker);
}
