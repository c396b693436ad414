import ArgumentParser
import Countersign
@main struct Main: ParsableCommand { func run() { } }
