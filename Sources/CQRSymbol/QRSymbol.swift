import CQRencode
import Countersign
