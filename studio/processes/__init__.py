"""Run the studio as processes: the environment, the supervisor, heartbeats and the task cluster."""
