use super::*;
use app::backend::testing::TempDir;
use std::{ffi::OsString, fs};

fn read(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let environment = variables.iter().map(|(name, value)| ((*name).to_owned(), OsString::from(*value)));
    Sources::collect(environment).and_then(Config::read)
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
