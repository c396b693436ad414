import ArgumentParser

extension DirectorySchema.Form: ExpressibleByArgument {}
