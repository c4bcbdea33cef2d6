enum Error {
    #[ocpi(transparent)]
    Storage(#[from] StorageError),
    #[ocpi(transparent)]
    Disk(StorageError),
    #[ocpi(transparent)]
    Shared { inner: Arc<dyn OcpiError + Send + Sync> },
    #[ocpi(transparent)]
    InParentheses((Arc<StorageError>)),
    #[ocpi(code = 4002, http = 504)]
    Timeout,
}
