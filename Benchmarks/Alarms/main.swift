import Alarms
import Foundation
print(AlarmState.normal.name, pow(2.0, 3.0))
