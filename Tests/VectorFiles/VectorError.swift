/// What is wrong with a vector file or a folder of them.
public enum VectorError: Error, Equatable {
  case noVectors(folder: String)
  case malformedLine(String)
  case repeatedField(String)
  case unknownField(String)
  case missingField(String)
  case malformedValue(field: String)
}
