//! `obhut privacy records` as whoever runs the portal prints it.

use crate::support::Setup;
use app::on_both_databases;

on_both_databases! {
    async fn the_record_is_printed_for_an_installation_that_is_there_and_leaves_it_alone(engine: Engine) {
        let setup = Setup::new(engine).await;
        let refused = setup.run(&["privacy", "records"]);
        assert_eq!((refused.status.code(), refused.stdout.is_empty()), (Some(2), true));
        setup.start(&["serve"]).stop();
        let print = |arguments: &[&str]| {
            let output = setup.run(arguments);
            assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).expect("text")
        };
        let german = print(&["privacy", "records"]);
        assert!(german.starts_with("# Verzeichnis von Verarbeitungstätigkeiten\n"), "{german}");
        assert!(german.contains("Benachrichtigung „Neuigkeiten aus der Praxis“"), "{german}");
        assert!(german.contains("Es ist kein Mailserver eingestellt"), "{german}");
        let english = print(&["privacy", "records", "--lang", "en"]);
        assert!(english.starts_with("# Record of processing activities\n"), "{english}");
        assert_eq!(english.matches("\n## ").count(), german.matches("\n## ").count());
        let other = setup.run(&["privacy", "records", "--lang", "fr"]);
        assert_eq!((other.status.code(), other.stdout.is_empty()), (Some(2), true));
    }
}
