"""Tables of the classroom."""

from .accounts import AUTHOR_GROUP, STAFF_GROUP, Profile
from .course import Asset, Block, Cohort, CohortMembership, Course, Enrollment
from .learning import PersistentCourseGrade, PersistentSubsectionGrade, ScopedValue, StaffAction, StudentModule

__all__ = [
    "AUTHOR_GROUP",
    "STAFF_GROUP",
    "Asset",
    "Block",
    "Cohort",
    "CohortMembership",
    "Course",
    "Enrollment",
    "PersistentCourseGrade",
    "PersistentSubsectionGrade",
    "Profile",
    "ScopedValue",
    "StaffAction",
    "StudentModule",
]
