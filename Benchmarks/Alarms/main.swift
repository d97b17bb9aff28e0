import Alarms
print(AlarmState.normal.name)
