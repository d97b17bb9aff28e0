import Alarms
import Testing
