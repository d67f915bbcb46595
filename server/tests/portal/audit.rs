//! `obhut audit verify` as an operator runs it.

use crate::support::Setup;
use app::on_both_databases;

on_both_databases! {
    async fn verifying_says_by_its_exit_code_whether_something_was_found(engine: Engine) {
        let setup = Setup::new(engine).await;
        assert!(setup.refusal(&["audit", "verify"]).contains("no installation here yet"));
        setup.start(&["serve"]).stop();
        // 1. A log nobody has written to is sound, and has nothing to compare with.
        let sound = setup.run(&["audit", "verify"]);
        let said = String::from_utf8(sound.stdout).expect("text");
        assert_eq!(sound.status.code(), Some(0), "{said}");
        assert!(said.contains("Key: ") && said.contains("Checkpoints: none"), "{said}");
        // 2. A file that is none of ours is a finding.
        let file = setup.folder.path().join("kept.log");
        std::fs::write(&file, "obhut-audit/somebody-else\n").expect("writes");
        let found = setup.run(&["audit", "verify", "--checkpoint", &file.display().to_string()]);
        let said = String::from_utf8(found.stdout).expect("text");
        assert_eq!(found.status.code(), Some(1), "{said}");
        assert!(said.contains("[checkpoint-foreign]"), "{said}");
        // 3. A file that is not there means that nothing was verified.
        let refusal = setup.refusal(&["audit", "verify", "--checkpoint", "/nowhere/audit.log"]);
        assert!(refusal.contains("/nowhere/audit.log cannot be read"), "{refusal}");
    }
}
