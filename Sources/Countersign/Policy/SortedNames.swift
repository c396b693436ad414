/// Names in the order of their bytes, each once.
///
/// A heap sort of its own: the library's is made anew for each place that sorts, 2.5 KiB each in every process that
/// logs people in.
struct SortedNames {
  private(set) var names: [[UInt8]]

  init(_ unsorted: [[UInt8]]) {
    names = unsorted
    var start = names.count / 2
    while start > 0 {
      start -= 1
      sink(from: start, below: names.count)
    }
    var end = names.count
    while end > 1 {
      end -= 1
      names.swapAt(0, end)
      sink(from: 0, below: end)
    }
    var unique: [[UInt8]] = []
    for name in names where unique.last != name { unique.append(name) }
    names = unique
  }

  /// Lets a name sink to where both names below it come no later.
  private mutating func sink(from start: Int, below end: Int) {
    var parent = start
    while true {
      var child = 2 * parent + 1
      guard child < end else { return }
      if child + 1 < end, names[child].lexicographicallyPrecedes(names[child + 1]) { child += 1 }
      guard names[parent].lexicographicallyPrecedes(names[child]) else { return }
      names.swapAt(parent, child)
      parent = child
    }
  }
}
