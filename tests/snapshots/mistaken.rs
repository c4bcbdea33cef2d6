#[ocpi(version = "2.1.1")]
enum Mistaken<T> {
    #[ocpi(code = 2004)]
    Newer(T),
    #[ocpi(code = 1000)]
    Success,
    Nothing,
}
