"""What happens in processes of their own. Each scenario returns plain facts, which the tests judge."""
