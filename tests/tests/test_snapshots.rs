//! Snapshots of the derive's expansion, so that a review shows each change.
//!
//! `tests/snapshots` holds one item per file, and its expansion: the item without the attributes of
//! the derive, and the impls. To bless:
//! `SNAPSHOTS=overwrite cargo test -p tests --test test_snapshots`.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, Data, DeriveInput, parse_quote};

const ITEMS: [&str; 6] = ["constant", "data", "enum", "message", "mistaken", "transparent"];

fn expand(source: &str) -> String {
    let mut item: DeriveInput = syn::parse_str(source).expect("an item");
    let expansion = derive_source::derive(&item);
    remove_helpers(&mut item);
    let file = syn::parse2(quote!(#item #expansion)).expect("the expansion is a file");
    prettyplease::unparse(&file)
}

/// Removes the helper attributes, which do not compile without the derive.
fn remove_helpers(item: &mut DeriveInput) {
    let remove = |attributes: &mut Vec<Attribute>| {
        attributes.retain(|it| !it.path().is_ident("ocpi") && !it.path().is_ident("from"));
    };
    remove(&mut item.attrs);
    match &mut item.data {
        Data::Struct(data) => data.fields.iter_mut().for_each(|field| remove(&mut field.attrs)),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                remove(&mut variant.attrs);
                variant.fields.iter_mut().for_each(|field| remove(&mut field.attrs));
            }
        }
        Data::Union(_) => {}
    }
}

#[test]
fn expansions_match_the_checked_in_snapshots() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let is_blessing = env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite");
    for name in ITEMS {
        let source = fs::read_to_string(folder.join(format!("{name}.rs"))).expect("an item");
        let expansion = expand(&source);
        let path = folder.join(format!("{name}.expanded.rs"));
        if is_blessing {
            fs::write(&path, &expansion).expect("a file that can be written");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            expansion == expected,
            "{name} expands to something else; to bless it, set SNAPSHOTS=overwrite\n{expansion}"
        );
    }

    let compiled = include_str!("test_expanded.rs");
    for name in ITEMS.iter().filter(|name| **name != "mistaken") {
        assert!(compiled.contains(&format!("{name}.expanded.rs")), "{name} is not compiled");
    }

    let files = fs::read_dir(&folder).expect("the items").map(|file| file.expect("a file"));
    let files: BTreeSet<_> =
        files.map(|file| file.file_name().into_string().expect("a name")).collect();
    let expected =
        ITEMS.iter().flat_map(|name| [format!("{name}.rs"), format!("{name}.expanded.rs")]);
    assert_eq!(files, expected.collect(), "a file that belongs to no item");
}

#[test]
fn expands_alike_when_a_macro_groups_tokens() {
    let expand = |code: TokenStream, ty: TokenStream| {
        let item: DeriveInput = parse_quote! {
            enum Error<T> {
                #[ocpi(transparent)]
                Shared(#ty),
                #[ocpi(code = #code)]
                Own,
            }
        };
        derive_source::derive(&item).to_string()
    };
    let (code, ty) = (quote!(2001), quote!(Arc<Inner<T>>));
    let group = |tokens: &TokenStream| {
        TokenStream::from(TokenTree::Group(Group::new(Delimiter::None, tokens.clone())))
    };
    let grouped = expand(group(&code), group(&ty));
    assert!(grouped.contains("catalog_of") && grouped.contains("2001"), "{grouped}");
    assert_eq!(grouped, expand(code, ty));
}
