"""Words to one person about their time, where they are right and wanted: what (`about`), whether (`deciding`), and told
(`service`).
"""
