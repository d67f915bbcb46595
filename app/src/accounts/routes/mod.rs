//! The paths around signing in.

mod enrol;
mod home;
mod invitations;
mod parts;
mod passphrase_setup;
mod recover;
mod security;
mod sign_in;
mod staff_enrol;
mod step_up;

use crate::backend::routes::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .merge(sign_in::routes())
        .merge(enrol::routes())
        .merge(recover::routes())
        .merge(staff_enrol::routes())
        .merge(invitations::routes())
        .merge(home::routes())
        .merge(security::routes())
        .merge(passphrase_setup::routes())
        .merge(step_up::routes())
}
