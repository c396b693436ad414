import Countersign

extension DirectoryChange {
  init(_ kind: Kind, _ attribute: String, _ values: [String]) {
    self.init(kind, Array(attribute.utf8), values.map { Array($0.utf8) })
  }
}
