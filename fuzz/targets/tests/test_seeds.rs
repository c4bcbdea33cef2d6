//! Replays the seeds, those that once failed among them.

use std::fs;
use std::path::Path;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds").join(target);
    let mut count = 0;
    for seed in fs::read_dir(&folder).expect("a folder of seeds") {
        let path = seed.expect("a seed").path();
        println!("{}", path.display());
        run(&fs::read(&path).expect("a readable seed"));
        count += 1;
    }
    assert!(count > 0, "{} is empty", folder.display());
}

macro_rules! targets {
    ($($target:ident)*) => {
        $(#[test]
        fn $target() {
            replay(stringify!($target), fuzz_targets::$target::run);
        })*

        #[test]
        fn every_seed_has_a_target() {
            let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds");
            for folder in fs::read_dir(seeds).expect("the seeds") {
                let name = folder.expect("a folder").file_name();
                assert!([$(stringify!($target)),*].iter().any(|target| name == *target), "{name:?}");
            }
        }
    };
}

targets! { read_request read_response strict lenient relay_response paging layer timestamp reply derive_text derive_tokens }
